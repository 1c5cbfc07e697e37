// @ts-check
// The button that changes between light and dark; colour-scheme.js restores the choice on the next page.

const DARK = "slate";

/** Show the page's button, where it has one. */
export function startSchemeButton() {
  const button = document.querySelector(".dcb-scheme");
  if (!(button instanceof HTMLButtonElement)) return;
  const name = () => {
    button.textContent = (document.body.dataset.mdColorScheme === DARK ? button.dataset.light : button.dataset.dark) ?? "";
  };
  button.addEventListener("click", () => {
    const scheme = document.body.dataset.mdColorScheme === DARK ? "default" : DARK;
    document.body.dataset.mdColorScheme = scheme;
    globalThis.__md_set?.("__palette", { color: { scheme } });
    name();
  });
  name();
  button.hidden = false;
}
