// @ts-check
// A vision in the form's fields: opened from files, saved as files. Python reads and writes them
// (dcb_guide/vision/vision_form.py); what the fields do not show of an opened vision is kept as it was.
import { byId, element } from "../page/element.js";
import { BrowserStorage } from "../tool/storage.js";
import { keepForOffline, PrefecturePage } from "./prefecture-page.js";
import { ALL_FILES } from "./prefecture-python.js";
import { elementsOf, entriesOf, fieldAt, fieldsOf, fromFields, listsOf, toEntries, toFields } from "./vision-fields.js";

/** @typedef {import("./vision-fields.js").Data} Data */
/** @typedef {import("../tool/word-document.js").Block} Block */
/** @typedef {import("../tool/word-document.js").Part} Part */

/** @param {import("./prefecture-page.js").SourceOf} sourceOf */
export function beginWriting(sourceOf) {
  const page = new PrefecturePage(sourceOf);
  const form = /** @type {HTMLFormElement} */ (byId("dcb-write-form"));
  /** What was opened. @type {Data} */
  let opened = {};
  /** Whether fields hold what no file holds yet. */
  let isUnsaved = false;

  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-do]") : null;
    if (button instanceof HTMLElement) act(button);
  });
  page.takeFiles(/** @type {HTMLInputElement} */ (byId("dcb-files")), (files) =>
    page.during(async () => show(await page.python.json("vision_open", files))),
  );

  form.addEventListener("input", () => {
    isUnsaved = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && "logo" in target.dataset && target.files?.[0]) takeLogo(target.files[0]);
  });

  /** @param {HTMLElement} button */
  function act(button) {
    const list = /** @type {HTMLElement | null} */ (button.closest("[data-list]"));
    switch (button.dataset.do) {
      case "add":
        if (list) /** @type {HTMLElement | null} */ (addEntry(list).querySelector("[data-path]"))?.focus();
        break;
      case "remove":
        button.closest("[data-entry]")?.remove();
        isUnsaved = true;
        if (list) number(list);
        break;
      case "municipalities":
        return page.during(putMunicipalities);
      case "kept":
        return addKept();
      case "save":
        return save(button.dataset.of ?? "");
      case "preview":
        return preview();
    }
  }

  function addKept() {
    const tool = new URL("../tool/", location.href).pathname;
    const { platforms } = new BrowserStorage(tool, "");
    if (platforms.length === 0) return page.tell(page.say("write_kept_none"));
    return page.during(async () => show(await page.python.json("vision_add_kept", JSON.stringify(platforms))));
  }

  async function putMunicipalities() {
    const prefecture = fieldAt(form, ["prefecture"]);
    const field = fieldAt(form, ["municipalities"]);
    if (!(prefecture instanceof HTMLSelectElement && field instanceof HTMLTextAreaElement)) return;
    field.value = (await page.python.json("vision_municipalities_of", prefecture.value)).join("、");
    isUnsaved = true;
    if (!prefecture.value) page.tell(page.say("write_choose_prefecture"));
  }

  /** @param {File} file */
  function takeLogo(file) {
    return page.during(async () => {
      const field = /** @type {HTMLInputElement} */ (fieldAt(form, ["logo"]));
      const isPicture = await createImageBitmap(file).then(
        () => true,
        () => false, // a damaged picture, or none
      );
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = isPicture ? await page.python.call("vision_logo", file.name, bytes) : "";
      if (name) {
        field.value = String(name);
        isUnsaved = true;
      }
      page.tell(page.say(name ? "write_logo_taken" : "write_logo_refused"));
    });
  }

  /** @param {HTMLElement | null} field */
  function point(field) {
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
  }

  /**
   * Return what keeps a vision from being saved as it is, after pointing at its field; "" where nothing does.
   *
   * @param {string} fields
   * @returns {Promise<string>}
   */
  async function mistake(fields) {
    const separator = page.say("separator");
    const names = await page.python.json("vision_without_reason", fields);
    if (names.length > 0) return page.say("write_reason_missing", { names: names.join(separator) });
    const unknown = await page.python.json("vision_unknown_municipalities", fields);
    if (unknown.length > 0) return page.say("write_unknown_municipalities", { names: unknown.join(separator) });
    /** @type {{place: (string | number)[], file: string, kind: string, text: string}[]} */
    const found = await page.python.json("vision_private", fields);
    const items = found.map(({ place, file, kind, text }) => {
      const label = fieldAt(form, place)?.parentElement?.querySelector("label")?.textContent?.trim();
      return element("li", {}, page.say("write_private", { where: label ?? file, kind, text }));
    });
    byId("dcb-private").replaceChildren(...items);
    if (found.length === 0) return "";
    point(fieldAt(form, found[0].place));
    return page.say("write_private_found", { count: found.length });
  }

  /** Write the months of the form as vision.yml has them; what is no month stays, and is then named as wrong. */
  async function readMonths() {
    const months = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-form=month]"));
    for (const field of months) {
      if (field.validity.patternMismatch)
        field.value = String(await page.python.call("vision_month", field.value)) || field.value;
    }
  }

  /**
   * Say under each field that is empty or written in another form what is wrong; return how many there are.
   *
   * @returns {number}
   */
  function tellWrongFields() {
    for (const one of form.querySelectorAll(".dcb-error")) one.remove();
    for (const one of form.querySelectorAll("[aria-invalid]")) {
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
    }
    const wrong = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(":invalid:not(fieldset)")]);
    for (const field of wrong) {
      const reason = field.validity.valueMissing
        ? page.say("write_field_missing")
        : page.say("write_field_form", { example: field.placeholder });
      tellAt(field, reason);
    }
    for (const field of wrong.toReversed()) point(field);
    return wrong.length;
  }

  /**
   * Say below a field what is wrong with it.
   *
   * @param {HTMLElement} field
   * @param {string} reason
   */
  function tellAt(field, reason) {
    field.after(element("span", { class: "dcb-error", id: `${field.id}-error` }, reason));
    field.setAttribute("aria-describedby", `${field.id}-error`);
  }

  /**
   * Say at their fields what fields say together that no vision can; return how many there are.
   *
   * @param {string} fields
   */
  async function tellMistakes(fields) {
    /** @type {{place: (string | number)[], kind: string}[]} */
    const found = await page.python.json("vision_mistakes", fields);
    /** @type {Record<string, string>} */
    const reasons = {
      purpose: page.say("write_purpose_without_label"),
      measure: page.say("write_measure_of_nothing"),
      end: page.say("write_ends_before_it_starts"),
      period: page.say("write_half_a_period"),
    };
    for (const { place, kind } of found.toReversed()) {
      const field = fieldAt(form, place);
      if (field) tellAt(field, reasons[kind]);
      point(field);
    }
    return found.length;
  }

  /**
   * Resolve to what the fields hold, as JSON, after saying what is wrong with it; "" where anything is.
   *
   * @returns {Promise<string>}
   */
  async function soundFields() {
    await readMonths();
    let wrong = tellWrongFields();
    const fields = JSON.stringify(fromFields(form, opened));
    if (wrong === 0) wrong = await tellMistakes(fields);
    if (wrong > 0) {
      page.tell(page.say("write_incomplete", { count: wrong }));
      return "";
    }
    const said = await mistake(fields);
    if (said) page.tell(said);
    return said ? "" : fields;
  }

  /** Show the document that the fields make, as it would stand in Word. */
  function preview() {
    return page.during(async () => {
      const fields = await soundFields();
      if (!fields) return;
      /** @type {{blocks: Block[]}} */
      const { blocks } = await page.python.json("vision_document", fields);
      byId("dcb-preview-blocks").replaceChildren(...page.elements(blocks.flatMap(previewOf)));
      byId("dcb-preview").hidden = false;
      page.tell(page.say("write_preview_ready"));
      byId("dcb-preview-heading").focus();
    });
  }

  /** @param {string} fields */
  async function saveWord(fields) {
    /** @type {{blocks: Block[], logo: string[], pictures: string[]}} */
    const { blocks, logo, pictures } = await page.python.json("vision_document", fields);
    /** @type {Record<string, import("../tool/word-document.js").Picture>} */
    const taken = {};
    for (const name of pictures) {
      const picture = await asPng(name, await page.python.call("vision_picture", name));
      if (picture) taken[name] = picture;
    }
    const logoText = /** @type {HTMLSelectElement} */ (fieldAt(form, ["prefecture"])).selectedOptions[0].text;
    await page.saveWord("vision.docx", blocks, { pictures: taken, logo: logo[0], logoText });
  }

  /** @param {string} kind */
  function save(kind) {
    return page.during(async () => {
      const fields = await soundFields();
      if (!fields) return;
      if (kind === "word") {
        await saveWord(fields);
        return;
      }
      if (kind === "zip") page.saveBytes("vision.zip", await page.python.call("vision_zip", fields));
      else page.saveBytes("vision.yml", await page.python.call("vision_text", fields));
      isUnsaved = false;
      keepForOffline(page, ALL_FILES);
    });
  }

  /** @param {{vision: Data | null, platforms: Data[], problems: string[]}} found */
  function show({ vision, platforms, problems }) {
    byId("dcb-file-problems").replaceChildren(...problems.map((problem) => element("li", {}, problem)));
    if (vision) {
      opened = vision;
      for (const list of listsOf(form)) showEntries(list, vision);
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
    showEntries(list, opened);
    toEntries(list, opened);
    isUnsaved = true;
  }

  /**
   * Make the elements of a list's entries, and of those inside them.
   *
   * @param {HTMLElement} list
   * @param {Data} data What the list is part of.
   */
  function showEntries(list, data) {
    list.querySelector("[data-entries]")?.replaceChildren();
    for (const entry of entriesOf(data, list)) {
      const added = addEntry(list);
      for (const inner of listsOf(added)) showEntries(inner, entry);
    }
  }

  /**
   * @param {HTMLElement} list
   * @returns {HTMLElement}
   */
  function addEntry(list) {
    const template = /** @type {HTMLTemplateElement} */ (list.querySelector("template"));
    list.querySelector("[data-entries]")?.append(template.content.cloneNode(true));
    number(list);
    return /** @type {HTMLElement} */ (elementsOf(list).at(-1));
  }

  /**
   * Number the entries of a list, and give their fields ids of their own.
   *
   * @param {HTMLElement} list
   * @param {string} [within] Numbers of the entries that the list is inside of.
   */
  function number(list, within = placeOf(list)) {
    const part = list.dataset.called ?? "";
    for (const [place, entry] of elementsOf(list).entries()) {
      const legend = /** @type {HTMLElement} */ (entry.querySelector("legend"));
      legend.textContent = page.say("write_entry", { part, number: place + 1 });
      for (const field of fieldsOf(entry)) {
        field.id = `${field.id.replace(/-(new|[\d-]+)$/, "")}${within}-${place + 1}`;
        const label = field.parentElement?.querySelector("label");
        if (label) label.htmlFor = field.id;
      }
      for (const inner of listsOf(entry)) number(inner, `${within}-${place + 1}`);
    }
  }

  /** @param {HTMLElement} list */
  function placeOf(list) {
    const entry = /** @type {HTMLElement | null | undefined} */ (list.parentElement?.closest("[data-entry]"));
    const outer = /** @type {HTMLElement | null | undefined} */ (entry?.closest("[data-list]"));
    return entry && outer ? `-${elementsOf(outer).indexOf(entry) + 1}` : "";
  }
}

/**
 * Return a part of a document as the preview shows it: charts, schedules and pictures by their captions.
 *
 * @param {Part} block
 * @returns {Block[]}
 */
function previewOf(block) {
  switch (block.kind) {
    case "cover":
      return [
        { kind: "heading", level: 2, text: block.title },
        ...[block.subtitle, block.state, ...block.lines].map(paragraphOf),
      ];
    case "contents":
    case "page_break":
      return [];
    case "table":
    case "line":
      return [paragraphOf(captionOf(block)), { ...block, kind: "table" }];
    case "plan":
    case "bars":
    case "picture":
      return [{ kind: "note", text: captionOf({ caption: "", ...block }) }];
    case "free":
      return (block.parts ?? []).flatMap(previewOf);
    case "prose": {
      const text = block.runs.map((run) => run.text ?? "").join("");
      return [paragraphOf(block.marker ? `${block.marker} ${text}` : text)];
    }
    default:
      return [block];
  }
}

/**
 * @param {string} text
 * @returns {Block}
 */
function paragraphOf(text) {
  return { kind: "paragraph", text };
}

/** @param {{caption: string, label?: string}} block */
function captionOf({ caption, label }) {
  return [label, caption].filter(Boolean).join("  ");
}

/**
 * Resolve to a picture as PNG, which Word can show; undefined for one that the browser cannot read.
 *
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<import("../tool/word-document.js").Picture | undefined>}
 */
async function asPng(name, bytes) {
  try {
    const image = name.endsWith(".svg") ? await ofSvg(bytes) : await createImageBitmap(new Blob([bytes]));
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height);
    /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0);
    const png = await canvas.convertToBlob({ type: "image/png" });
    return { data: new Uint8Array(await png.arrayBuffer()), width, height };
  } catch {
    return undefined;
  }
}

/**
 * Resolve to a drawing as an image; what it may refer to outside itself is not fetched.
 *
 * @param {Uint8Array} bytes
 */
async function ofSvg(bytes) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new TextDecoder().decode(bytes))}`;
  await image.decode();
  return image;
}
