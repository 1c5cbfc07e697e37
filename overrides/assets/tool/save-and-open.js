// Save, share, open again: everything stays on the reader's machine.

import { sectionsOf } from "./citation.js";

/** Files larger than this are refused before they are read. */
const LARGEST = 5_000_000;

export class Keeper {
  result = null;
  #texts;
  #actions;
  #told;

  /** actions: {record(), open(record), openAnswers(address), draft() → promise} */
  constructor(box, texts, actions) {
    this.#texts = texts;
    this.#actions = actions;
    this.#told = box.querySelector("#dcb-kept");
    box.addEventListener("click", (event) => this.#do(event.target.closest("button[data-keep]")?.dataset.keep));
    box.querySelector("[data-keep=file]").addEventListener("change", ({ target }) => {
      if (target.files[0]) this.#open(target.files[0]);
      target.value = "";
    });
    box.querySelector("[data-keep=example]").addEventListener("change", ({ target }) => {
      if (target.value) actions.openAnswers(`#${target.value}`);
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) this.#open(event.dataTransfer.files[0]);
    });
  }

  async #do(what) {
    if (what === "link") {
      await navigator.clipboard.writeText(location.href).then(
        () => this.say(this.#texts.ui.link_copied),
        () => this.say(location.href),
      );
    } else if (what === "yaml") {
      const { dump } = await this.#yaml();
      this.#save("record.yml", dump(this.#actions.record()), "application/yaml");
    } else if (what === "json") {
      this.#save("record.json", `${JSON.stringify(this.#actions.record(), null, 2)}\n`, "application/json");
    } else if (what === "markdown" && this.result) {
      this.#save("result.md", this.#markdown(), "text/markdown");
    } else if (what === "draft-word") {
      const { blocks, title } = await this.#draft();
      const { wordDocument } = await import("./word-document.js");
      this.#saveBlob("vision.docx", await wordDocument(blocks, title, this.#texts.language));
    } else if (what === "draft-markdown") {
      this.#save("vision.md", (await this.#draft()).markdown, "text/markdown");
    } else if (what === "print") {
      for (const one of document.querySelectorAll(".dcb-side details")) one.open = true;
      window.print();
    }
  }

  async #open(file) {
    const { ui } = this.#texts;
    if (file.size > LARGEST) {
      this.say(ui.file_too_large.replace("{name}", () => file.name));
      return;
    }
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      const record = file.name.endsWith(".json") ? JSON.parse(text) : (await this.#yaml()).load(text);
      this.#actions.open(Array.isArray(record) ? record[0] : record);
      this.say(ui.file_opened.replace("{name}", () => file.name));
    } catch (error) {
      const reason = String(error.message ?? error).split("\n")[0].slice(0, 200);
      this.say(ui.file_unreadable.replace("{name}", () => file.name).replace("{reason}", () => reason));
    }
  }

  #yaml() {
    return import("../js-yaml.mjs");
  }

  say(text) {
    this.#told.textContent = text;
  }

  /** A vision's document begun with the answers: {blocks, markdown, title}. */
  async #draft() {
    this.say(this.#texts.ui.drafting);
    const drafted = await this.#actions.draft();
    return { ...drafted, title: drafted.blocks[0].text };
  }

  #save(name, content, type) {
    this.#saveBlob(name, new Blob([content], { type }));
  }

  #saveBlob(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.say(this.#texts.ui.file_saved.replace("{name}", name));
  }

  /** The result as Markdown, for a document or a mail. */
  #markdown() {
    const { ui, decisions, requirements, checks } = this.#texts;
    const { result } = this;
    const lines = [`# ${ui.result}`, "", `| ${ui.decision} | ${ui.result} |`, "|---|---|"];
    for (const { id, label, outcomes } of decisions) {
      const { id: settled, possible } = result[id];
      const told = settled ? outcomes[settled].label : `${ui.undetermined}${ui.colon}${possible.map((one) => outcomes[one].label).join(" / ")}`;
      lines.push(`| ${label} | ${told} |`);
    }
    for (const [title, items, named] of [[ui.result_gaps, result.gaps, requirements], [ui.result_findings, result.findings, checks]]) {
      if (!items.length) continue;
      lines.push("", `## ${title}`, "");
      for (const item of items) {
        const basis = ui[`result_basis_${item.basis}`];
        lines.push(`- [${ui[`severity_${item.severity}`]}] ${named[item.id].title} – ${named[item.id].remedy} (${sectionsOf(item.source)}, ${basis})`);
      }
    }
    return [...lines, "", location.href, ""].join("\n");
  }
}
