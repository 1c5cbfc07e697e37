// Answers as the form, the address and a record hold them. Everywhere a Map: input id → text, as in the address.

const NONE = "none";
/** Most signs shown of something that could not be read. */
const LONGEST = 60;

function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the answers of a form can be: built from the outline that comes with the page's texts. */
export class Questions {
  constructor(inputs) {
    this.byId = new Map(inputs.map((input) => [input.id, input]));
  }

  /** Return the text in the form the address uses, or null where it is no answer to this input. */
  accepted(input, text) {
    if (input.kind === "count") return /^\d{1,9}$/.test(text) ? String(Number(text)) : null;
    if (input.kind !== "choices") return Object.hasOwn(input.values, text) ? text : null;
    if (text === NONE) return NONE;
    const chosen = new Set(text.split(",").map((word) => word.trim()));
    const known = Object.keys(input.values).filter((id) => chosen.has(id));
    return known.length === chosen.size && known.length > 0 ? known.join(",") : null;
  }

  /** Read an address's fragment: {answers, model, skipped: [{key, value}]}; nothing valid is lost. */
  fromAddress(fragment) {
    const answers = new Map();
    const skipped = [];
    let model = null;
    for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
      if (key === "model") model = value;
      if (key === "model" || (key === "" && value === "")) continue;
      const input = this.byId.get(key);
      if (!input) {
        skipped.push({ key });
      } else if (value !== "") {
        const text = this.accepted(input, value);
        if (text === null) skipped.push({ key, value });
        else answers.set(key, text);
      }
    }
    return { answers, model, skipped: [...skipped, ...this.#settleFacets(answers)] };
  }

  /** A facet means that what it is a facet of exists; beside "none" it is skipped. */
  #settleFacets(answers) {
    const skipped = [];
    for (const [key, value] of [...answers]) {
      const whole = this.byId.get(key).facet_of;
      if (!whole) continue;
      if (answers.get(whole) === NONE) {
        answers.delete(key);
        skipped.push({ key, value });
      } else {
        answers.set(whole, "exists");
      }
    }
    return skipped;
  }

  /** Read a record as files hold it: {answers, skipped: [{key, value}]}; nothing valid is lost. */
  fromRecord(record) {
    const answers = new Map();
    const skipped = [];
    const parts = isMapping(record) ? Object.entries(record) : [];
    if (!isMapping(record)) skipped.push({ key: String(record).slice(0, LONGEST) });
    for (const [part, values] of parts) {
      if (["name", "notes", "model"].includes(part)) continue;
      if (!["platform", "context"].includes(part) || !(values === null || isMapping(values))) {
        skipped.push({ key: part.slice(0, LONGEST) });
        continue;
      }
      for (const [key, value] of Object.entries(values ?? {})) this.#fromValue(part, null, key, value, answers, skipped);
    }
    return { answers, skipped: [...skipped, ...this.#settleFacets(answers)] };
  }

  #fromValue(part, whole, key, value, answers, skipped) {
    const input = this.byId.get(key);
    if (!input || input.part !== part || input.facet_of !== whole) {
      skipped.push({ key: key.slice(0, LONGEST) });
    } else if (input.kind === "record" && isMapping(value)) {
      answers.set(key, "exists");
      for (const [facet, one] of Object.entries(value)) this.#fromValue(part, key, facet, one, answers, skipped);
    } else if (value !== null && value !== undefined) {
      const fits = input.kind === "choices" ? Array.isArray(value) && value.every((one) => typeof one === "string") : typeof value !== "object";
      const text = fits ? this.accepted(input, this.toText(value)) : null;
      if (text === null) skipped.push({ key, value: JSON.stringify(value)?.slice(0, LONGEST) ?? "" });
      else answers.set(key, text);
    }
  }

  /** Write answers as a fragment, in the order of the questions, with the version of the model. */
  toAddress(answers, model) {
    const parts = [...this.byId.keys()].filter((id) => answers.has(id)).map((id) => `${id}=${answers.get(id)}`);
    return parts.length ? `#${[...parts, `model=${model}`].join("&")}` : "";
  }

  /** Write one answer of a record as the address does. */
  toText(value) {
    if (Array.isArray(value)) return value.join(",") || NONE;
    if (typeof value === "boolean") return value ? "yes" : "no";
    return String(value);
  }

  /** Make a record of the answers, as the command line reads it. */
  toRecord(answers) {
    const record = { platform: {}, context: {} };
    for (const [id, text] of answers) {
      const input = this.byId.get(id);
      if (input.facet_of) continue;
      record[input.part][id] = this.#value(input, text, answers);
    }
    return record;
  }

  #value(input, text, answers) {
    if (input.kind === "count") return Number(text);
    if (input.kind === "yes_no") return text === "yes";
    if (input.kind === "choices") return text === NONE ? [] : text.split(",");
    if (input.kind !== "record" || text === NONE) return text;
    const facets = [...this.byId.values()].filter((one) => one.facet_of === input.id && answers.has(one.id));
    return Object.fromEntries(facets.map((one) => [one.id, answers.get(one.id)]));
  }
}
