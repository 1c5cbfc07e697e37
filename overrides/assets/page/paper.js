// @ts-check
// On paper everything is open, however it is printed; afterwards the page is as it was. The tool prints its own way.

/** Open what is folded before the page is printed, and show the page's button for it. */
export function startPaper() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("article details:not([open], .dcb-tool *)")].flatMap((one) =>
      one instanceof HTMLDetailsElement ? [one] : [],
    );
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    opened = [];
  });
  for (const place of document.querySelectorAll(".dcb-print")) {
    place.removeAttribute("hidden");
    place.addEventListener("click", () => print());
  }
}
