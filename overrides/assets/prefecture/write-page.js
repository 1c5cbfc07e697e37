// @ts-check
// A vision in the form's fields: opened from files, saved as files. Python reads and writes them
// (dcb_guide/vision/vision_form.py); what the fields do not show of an opened vision is kept as it was.
import { byId, element } from "../page/element.js";
import { BrowserStorage } from "../tool/storage.js";
import { keepForOffline, PrefecturePage } from "./page.js";
import { ALL_FILES } from "./prefecture-python.js";
import { entriesOf, fromFields, toFields } from "./vision-fields.js";

/** @typedef {import("./vision-fields.js").Data} Data */

/** @param {import("./page.js").SourceOf} sourceOf */
export function beginWriting(sourceOf) {
  const page = new PrefecturePage(sourceOf);
  const form = /** @type {HTMLFormElement} */ (byId("dcb-write-form"));
  /** What was opened. @type {Data} */
  let opened = {};

  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-do]") : null;
    if (button instanceof HTMLElement) act(button);
  });
  page.takeFiles(/** @type {HTMLInputElement} */ (byId("dcb-files")), (files) =>
    page.during(async () => show(await page.python.json("vision_open", files))),
  );

  /** @param {HTMLElement} button */
  function act(button) {
    const list = /** @type {HTMLElement | null} */ (button.closest("[data-list]"));
    switch (button.dataset.do) {
      case "add":
        if (list) /** @type {HTMLElement | null} */ (addEntry(list).querySelector("[data-path]"))?.focus();
        break;
      case "remove":
        button.closest("[data-entry]")?.remove();
        if (list) number(list);
        break;
      case "kept":
        return addKept();
      case "save":
        return save(button.dataset.of ?? "");
    }
  }

  function addKept() {
    const tool = new URL("../tool/", location.href).pathname;
    const { platforms } = new BrowserStorage(tool, "");
    if (platforms.length === 0) return page.tell(page.say("write_kept_none"));
    return page.during(async () => show(await page.python.json("vision_add_kept", JSON.stringify(platforms))));
  }

  /** @param {string} kind */
  function save(kind) {
    const wrong = /** @type {HTMLInputElement | null} */ (form.querySelector(":invalid:not(fieldset)"));
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    if (wrong) {
      wrong.setAttribute("aria-invalid", "true");
      wrong.focus();
      page.tell(page.say("write_incomplete"));
      return;
    }
    return page.during(async () => {
      const fields = JSON.stringify(fromFields(form, opened));
      const names = await page.python.json("vision_without_reason", fields);
      if (names.length > 0) {
        page.tell(page.say("write_reason_missing", { names: names.join(page.say("separator")) }));
        return;
      }
      if (kind === "zip") page.saveBytes("vision.zip", await page.python.call("vision_zip", fields));
      else page.saveBytes("vision.yml", await page.python.call("vision_text", fields));
      keepForOffline(page, ALL_FILES);
    });
  }

  /** @param {{vision: Data | null, platforms: Data[], problems: string[]}} found */
  function show({ vision, platforms, problems }) {
    byId("dcb-file-problems").replaceChildren(...problems.map((problem) => element("li", {}, problem)));
    if (vision) {
      opened = vision;
      for (const list of form.querySelectorAll("[data-list]")) {
        const part = /** @type {HTMLElement} */ (list);
        part.querySelector("[data-entries]")?.replaceChildren();
        for (const _ of entriesOf(vision, part)) addEntry(part);
      }
      toFields(form, vision);
    }
    if (platforms.length > 0) addPlatforms(platforms);
    page.tell(problems.length > 0 ? page.say("write_problems", { count: problems.length }) : page.say("write_opened"));
    byId("dcb-fields-heading").focus();
  }

  /** @param {Data[]} platforms */
  function addPlatforms(platforms) {
    const list = /** @type {HTMLElement} */ (form.querySelector("[data-list=platforms]"));
    const now = fromFields(form, opened);
    opened = { ...now, platforms: [...(now.platforms ?? []), ...platforms] };
    list.querySelector("[data-entries]")?.replaceChildren();
    for (const _ of entriesOf(opened, list)) addEntry(list);
    toFields(list, opened);
  }

  /**
   * @param {HTMLElement} list
   * @returns {HTMLElement}
   */
  function addEntry(list) {
    const template = /** @type {HTMLTemplateElement} */ (list.querySelector("template"));
    list.querySelector("[data-entries]")?.append(template.content.cloneNode(true));
    number(list);
    return /** @type {HTMLElement} */ ([...list.querySelectorAll("[data-entry]")].at(-1));
  }

  /** @param {HTMLElement} list */
  function number(list) {
    const part = list.querySelector("legend")?.textContent ?? "";
    list.querySelectorAll("[data-entry]").forEach((entry, place) => {
      const legend = /** @type {HTMLElement} */ (entry.querySelector("legend"));
      legend.textContent = page.say("write_entry", { part, number: place + 1 });
      for (const label of entry.querySelectorAll("label")) {
        const field = /** @type {HTMLElement} */ (label.parentElement?.querySelector("[data-path]"));
        field.id = `${field.id.replace(/-(new|\d+)$/, "")}-${place + 1}`;
        label.htmlFor = field.id;
      }
    });
  }
}
