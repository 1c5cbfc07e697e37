// What every page needs of script: the choice of light or dark, and answers that follow the reader to the other language.

const palette = document.querySelector("[data-md-component=palette]");
const choices = palette ? [...palette.querySelectorAll("input")] : [];

/** Show one of the theme's palettes and remember it; the theme's own line restores it on the next page. */
function choose(index, remember) {
  const { mdColorMedia: media, mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = choices[index].dataset;
  Object.assign(document.body.dataset, { mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent });
  choices[index].checked = true;
  choices.forEach((choice, number) => (choice.nextElementSibling.hidden = number !== index));
  if (remember) globalThis.__md_set("__palette", { index, color: { media, scheme, primary, accent } });
}

if (choices.length > 0) {
  const kept = globalThis.__md_get?.("__palette")?.index;
  const preferred = choices.findIndex((choice) => matchMedia(choice.dataset.mdColorMedia).matches);
  choose(choices[kept] ? kept : Math.max(preferred, 0), false);
  choices.forEach((choice, index) => choice.addEventListener("change", () => choose(index, true)));
}

const drawer = document.getElementById("__drawer");
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && drawer) drawer.checked = false;
});

/** A box above a table that hides the rows without the words typed in it. */
function makeFilter(frame) {
  const rows = [...frame.querySelectorAll("tbody tr")];
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  label.className = "dcb-filter";
  label.append(`${frame.dataset.filter} `, field);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  });
  frame.before(label);
}

document.querySelectorAll("[data-filter]").forEach(makeFilter);

for (const link of document.querySelectorAll(".dcb-languages a")) {
  link.addEventListener("click", () => {
    if (document.getElementById("dcb-form")) link.hash = location.hash;
  });
}
