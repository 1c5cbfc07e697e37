// @ts-check
// Ask once before something is lost.
import { byId } from "../page/element.js";

/**
 * Resolve to whether the reader goes on.
 *
 * @param {string} question
 * @param {string} action The words on the button that does it.
 * @returns {Promise<boolean>}
 */
export function confirmed(question, action) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("dcb-sure"));
  byId("dcb-sure-text").textContent = question;
  byId("dcb-sure-yes").textContent = action;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
