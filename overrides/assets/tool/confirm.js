// Ask once before something is lost.

/** Resolve to whether the reader goes on; yes: the words on the button that does it. */
export function sure(question, yes) {
  const dialog = document.getElementById("dcb-sure");
  document.getElementById("dcb-sure-text").textContent = question;
  document.getElementById("dcb-sure-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}
