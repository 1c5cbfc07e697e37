// @ts-check
// Reads files as the tool's page does, for tests/test_same_reader.py. Standard input: {inputs, texts, files}, where a
// file is {name, base64}. Standard output: for each file {addresses: one a record} or {refused: why}.
import { readFileSync } from "node:fs";
import { writeAddress } from "../overrides/assets/tool/address.js";
import { Questions } from "../overrides/assets/tool/answers.js";
import { decoded, readRecords } from "../overrides/assets/tool/record-file.js";
import { readYaml } from "../overrides/assets/tool/yaml-text.js";

const { inputs, texts, files } = JSON.parse(readFileSync(0, "utf-8"));
const questions = new Questions(inputs);
const load = async (/** @type {string} */ yaml) => readYaml(yaml, texts);
const results = [];
for (const { name, base64 } of files) {
  try {
    const records = await readRecords(name, decoded(Buffer.from(base64, "base64"), texts), load);
    results.push({
      addresses: records.map((record) => writeAddress(questions, questions.fromRecord(record).answers, "1")),
    });
  } catch (error) {
    results.push({ refused: String(error) });
  }
}
process.stdout.write(JSON.stringify(results));
