// @ts-check
// The key "/" moves to the search. Whoever speaks to the computer may turn it off on the page about accessibility.

const STORED = "dcb-search-key";

/** Listen to the key, unless the reader has turned it off. */
export function startShortcut() {
  const box = document.getElementById("dcb-search-key");
  if (box instanceof HTMLInputElement) {
    box.checked = isOn();
    box.closest("label")?.removeAttribute("hidden");
    box.addEventListener("change", () => remember(box.checked));
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog[open]");
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || typing || !isOn()) return;
    const fields = /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll("#dcb-search input, .dcb-search input, .dcb-search-link")
    );
    const field = [...fields].find((one) => one.checkVisibility());
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}

function isOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // this browser stores nothing
  }
}

/** @param {boolean} on */
function remember(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // this browser stores nothing: the choice holds for this page
  }
}
