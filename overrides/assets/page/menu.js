// @ts-check
// The menu of a narrow screen. A modal dialog keeps the focus in it, closes by Escape and gives the focus back.

/** Open and close the menu, also in browsers that do not know the button's `command`. */
export function startMenu() {
  const menu = document.getElementById("dcb-menu");
  const opener = document.querySelector("[commandfor=dcb-menu]");
  if (!(menu instanceof HTMLDialogElement) || !(opener instanceof HTMLButtonElement)) return;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    if (!menu.open) menu.showModal();
  });
  menu.addEventListener("click", (event) => {
    const leaves = event.target instanceof Element && event.target.closest("a");
    if (event.target === menu || leaves) menu.close();
  });
  // A window that became wide has no button to return to.
  matchMedia("(min-width: 76.25em)").addEventListener("change", ({ matches }) => {
    if (matches && menu.open) menu.close();
  });
}
