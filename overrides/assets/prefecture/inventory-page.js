// @ts-check
// A whole prefecture's inventory: the form and the letters out, the replies in, what follows from them.
import { byId, element } from "../page/element.js";
import { read } from "../python/source.js";
import { beforeAndAfter } from "./before-after.js";
import { keepForOffline, PrefecturePage } from "./prefecture-page.js";
import { ALL_FILES } from "./prefecture-python.js";
import { filesInZip } from "./zip.js";

/**
 * @typedef {import("./prefecture-page.js").Block} Block
 *
 * What Python returns of an inventory (dcb_guide/prefecture/prefecture_pages.py).
 * @typedef {object} Inventory
 * @property {Record<"files" | "platforms" | "services" | "municipalities", number>} read
 * @property {string[]} problems
 * @property {number} problem_count
 * @property {string[]} notices
 * @property {string[]} not_answered
 * @property {Block[]} head
 * @property {Block[]} chapters
 * @property {import("./before-after.js").Figure} figure
 */

/** Names of the files that are saved, by what Python calls them. @type {Record<string, string>} */
const FILES = {
  json: "inventory.json",
  xlsx: "inventory.xlsx",
  csv: "inventory-csv.zip",
  md: "inventory.md",
  letters: "open-answers.md",
  survey: "survey.yml",
  vision: "vision.zip",
};

/** Folder in the demo's zip of what came back to the letters. */
const ANSWERS = "answers/";

/** @param {import("./prefecture-page.js").SourceOf} sourceOf */
export function beginInventory(sourceOf) {
  const page = new PrefecturePage(sourceOf);
  const form = /** @type {HTMLFormElement} */ (byId("dcb-form-of-survey"));
  const result = byId("dcb-inventory-result");
  /** The replies read so far, by their files' names. @type {Map<string, Uint8Array>} */
  let replies = new Map();

  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-do]") : null;
    if (button instanceof HTMLElement) act(button.dataset.do ?? "", button.dataset.of ?? "");
  });
  page.takeFiles(/** @type {HTMLInputElement} */ (byId("dcb-files")), (files) => take(files));

  /**
   * @param {string} action
   * @param {string} of
   */
  function act(action, of) {
    const fields = Object.fromEntries(new FormData(form).entries());
    const prefecture = String(fields.prefecture);
    const isForPrefecture = action === "form" || (action.startsWith("letter") && of !== "reminder");
    if (isForPrefecture && prefecture === "") {
      byId("dcb-prefecture").focus();
      return page.tell(page.say("write_choose_prefecture"));
    }
    switch (action) {
      case "start-over":
        replies = new Map();
        result.hidden = true;
        byId("dcb-files").focus();
        return page.tell(page.say("started_over"));
      case "form":
        return saveForm(of, prefecture, String(fields.as_of ?? "").trim());
      case "letter-word":
      case "letter-text":
        return letter(of, action === "letter-word", fields);
      case "demo":
        return page.during(async () => {
          const source = sourceOf("prefecture-demo");
          if (!source) throw new Error("demo is missing");
          const files = filesInZip(await read(source));
          replies = new Map();
          await inventory(of === "answered" ? files : files.filter(([name]) => !name.startsWith(ANSWERS)), false);
        });
      case "save-word":
        return page.during(async () => {
          const name = of === "letters" ? "open-answers.docx" : "inventory.docx";
          await page.saveWord(name, await page.python.json("inventory_document", of));
        });
      case "save":
        return of === "vision" ? page.save(FILES[of], "vision") : page.save(FILES[of], "inventory_file", of);
    }
  }

  /**
   * @param {string} kind
   * @param {string} prefecture
   * @param {string} asOf Day to which answers refer, from the letter's fields.
   */
  function saveForm(kind, prefecture, asOf) {
    return page.during(async () => {
      const name = `survey-${prefecture}${kind === "example" ? "-example" : ""}.xlsx`;
      page.saveBytes(name, await page.python.call("form_file", kind, prefecture, asOf));
      if (kind !== "example" && asOf !== "" && !(await page.python.json("is_day", asOf)))
        page.tell(page.say("as_of_not_taken", { value: asOf }));
    });
  }

  /**
   * @param {string} name
   * @param {boolean} asWord
   * @param {Record<string, unknown>} fields
   */
  function letter(name, asWord, fields) {
    return page.during(async () => {
      const given = name === "reminder" ? { ...fields, prefecture: "" } : fields;
      const { blocks, text } = await page.python.json("letter", name, JSON.stringify(given));
      if (asWord) await page.saveWord(`${name}.docx`, blocks);
      else page.saveBytes(`${name}.txt`, text);
    });
  }

  /**
   * Read files beside those read before; one of the same name takes the other's place.
   *
   * @param {[string, Uint8Array][]} files
   */
  function take(files) {
    return page.during(async () => {
      const all = new Map([...replies, ...files]);
      await inventory([...all], true);
      replies = all;
    });
  }

  /**
   * @param {[string, Uint8Array][]} files
   * @param {boolean} open Whether mistakes are open to read: those of an example stay folded above its result.
   */
  async function inventory(files, open) {
    /** @type {Inventory} */
    const found = await page.python.json("inventory", files);
    const { letters, count } = await page.python.json("letters");
    show(found, letters, count, open);
    keepForOffline(page, [...ALL_FILES, "prefecture-demo"]);
  }

  /**
   * @param {Inventory} found
   * @param {{owner: string, text: string}[]} letters
   * @param {number} count
   * @param {boolean} open
   */
  function show(found, letters, count, open) {
    result.hidden = false;
    byId("dcb-read").replaceChildren(...whatWasRead(found, open));
    byId("dcb-head").replaceChildren(...page.elements(found.head));
    page.draw(byId("dcb-figure"), (narrow) =>
      beforeAndAfter(found.figure, (key, values) => page.say(key, values), narrow),
    );
    byId("dcb-chapters").replaceChildren(...page.elements(found.chapters));
    byId("dcb-letters").replaceChildren(
      ...letters.map(({ owner, text }) =>
        element(
          "details",
          { class: "dcb-more" },
          element("summary", {}, owner),
          element("pre", { tabindex: "0" }, text),
        ),
      ),
      ...(count > letters.length
        ? [element("p", {}, page.say("more_letters", { count: count - letters.length }))]
        : []),
    );
    byId("dcb-letters-part").hidden = letters.length === 0;
    page.tell(page.say("inventory_done", { count: found.read.platforms }));
    page.goTo("dcb-result-heading");
  }

  /**
   * @param {Inventory} found
   * @param {boolean} open
   * @returns {HTMLElement[]}
   */
  function whatWasRead({ read: counts, problems, problem_count, notices, not_answered }, open) {
    const parts = [element("p", {}, page.say("read_counts", counts))];
    if (problem_count > 0) {
      const summary = element("summary", {}, page.say("problems", { count: problem_count }));
      parts.push(element("details", { class: "dcb-more", open }, summary, listOf(problems)));
    }
    if (notices.length > 0) {
      const summary = element("summary", {}, page.say("notices", { count: notices.length }));
      parts.push(element("details", { class: "dcb-more" }, summary, listOf(notices)));
    }
    byId("dcb-reminder").hidden = not_answered.length === 0;
    byId("dcb-not-answered").textContent =
      not_answered.length > 0
        ? page.say("not_answered", {
            count: not_answered.length,
            names: not_answered.slice(0, 50).join(page.say("separator")),
          })
        : counts.municipalities > 0
          ? page.say("all_answered")
          : "";
    return parts;
  }
}

/** @param {string[]} items */
function listOf(items) {
  return element(
    "ul",
    { class: "dcb-problems" },
    items.map((item) => element("li", {}, item)),
  );
}
