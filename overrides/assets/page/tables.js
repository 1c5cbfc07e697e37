// @ts-check
// Tables: one that does not fit is a region that scrolls by keyboard; one that fits is no stop at all. And filters.

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) mark(/** @type {HTMLElement} */ (target));
});

/**
 * Show a table's rows as cards on a narrow screen, and make a region of it wherever it scrolls, now and whenever its width
 * changes.
 *
 * @param {HTMLElement} frame
 */
export function watchTable(frame) {
  prepareCards(frame);
  watch.observe(frame);
}

/** Make regions of the tables that scroll, now and whenever the window's width changes. */
export function startTables() {
  const frames = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".dcb-table")]);
  for (const frame of frames) watchTable(frame);
  for (const frame of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-filter]"))) {
    addFilter(frame);
  }
}

/**
 * Let a narrow screen show each row as a card: cells carry their column's name, except the first, which is the card's
 * title, and those of a table of two columns.
 *
 * @param {HTMLElement} frame
 */
function prepareCards(frame) {
  const table = frame.querySelector("table");
  if (table?.tHead?.rows.length !== 1 || table.querySelector("[colspan], [rowspan]")) return;
  const heads = [...table.tHead.rows[0].cells];
  frame.classList.add("dcb-cards");
  for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
    [...row.cells].forEach((cell, column) => {
      const text = cell.textContent?.trim();
      if (column > 0 && (text === "" || text === "–")) cell.setAttribute("data-none", "");
      else if (column > 0 && heads.length > 2) cell.setAttribute("data-label", heads[column].textContent?.trim() ?? "");
    });
  }
}

/** @param {HTMLElement} frame */
function mark(frame) {
  const scrolls = frame.scrollWidth > frame.clientWidth + 1;
  frame.toggleAttribute("data-scrolls", scrolls);
  if (scrolls) {
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", frame.dataset.name ?? "");
  } else {
    for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
  }
}

/**
 * Add a box above a table that hides the rows without the words typed in it.
 *
 * @param {HTMLElement} frame
 */
function addFilter(frame) {
  const rows = [...frame.querySelectorAll("tbody tr, .dcb-entries > div")];
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
