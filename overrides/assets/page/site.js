// @ts-check
// What every page needs of script: the choice of light or dark, and answers that follow the reader to the other language.

const palette = document.querySelector("[data-md-component=palette]");
const choices = palette ? [...palette.querySelectorAll("input")] : [];

/**
 * Show one of the theme's palettes, and perhaps remember it: the next page restores it (colour-scheme.js).
 *
 * @param {number} index
 * @param {boolean} remember
 */
function choose(index, remember) {
  const { mdColorMedia, mdColorScheme, mdColorPrimary, mdColorAccent } = choices[index].dataset;
  Object.assign(document.body.dataset, { mdColorScheme, mdColorPrimary, mdColorAccent });
  choices[index].checked = true;
  choices.forEach((choice, number) => {
    if (choice.nextElementSibling instanceof HTMLElement) choice.nextElementSibling.hidden = number !== index;
  });
  if (remember) {
    const color = { media: mdColorMedia, scheme: mdColorScheme, primary: mdColorPrimary, accent: mdColorAccent };
    globalThis.__md_set?.("__palette", { index, color });
  }
}

if (choices.length > 0) {
  const remembered = globalThis.__md_get?.("__palette")?.index ?? -1;
  const preferred = choices.findIndex((choice) => matchMedia(choice.dataset.mdColorMedia ?? "").matches);
  choose(choices[remembered] ? remembered : Math.max(preferred, 0), false);
  choices.forEach((choice, index) => {
    choice.addEventListener("change", () => choose(index, true));
  });
}

const drawer = document.getElementById("__drawer");
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && drawer instanceof HTMLInputElement) drawer.checked = false;
});

/**
 * Add a box above a table that hides the rows without the words typed in it.
 *
 * @param {HTMLElement} frame
 */
function addFilter(frame) {
  const rows = [...frame.querySelectorAll("tbody tr")];
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  label.className = "dcb-filter";
  label.append(`${frame.dataset.filter} `, field);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = (row.textContent ?? "").toLowerCase();
      row.toggleAttribute("hidden", !words.every((word) => text.includes(word)));
    }
  });
  frame.before(label);
}

for (const frame of document.querySelectorAll("[data-filter]")) addFilter(/** @type {HTMLElement} */ (frame));

for (const link of document.querySelectorAll(".dcb-languages a")) {
  link.addEventListener("click", () => {
    const tool = document.getElementById("dcb-form");
    if (tool && link instanceof HTMLAnchorElement) link.hash = location.hash;
  });
}
