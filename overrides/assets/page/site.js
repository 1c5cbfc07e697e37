// @ts-check
// What every page needs of script; without it all pages can be read and every link works.

import { startHeaderSearch } from "../search/in-header.js";
import { startContents } from "./contents.js";
import { startMenu } from "./menu.js";
import { startPaper } from "./paper.js";
import { startSchemeButton } from "./scheme-button.js";
import { startShortcut } from "./shortcut.js";
import { startTables } from "./tables.js";

startSchemeButton();
startMenu();
startContents();
startTables();
startShortcut();
startHeaderSearch();
startPaper();

for (const link of document.querySelectorAll(".dcb-languages a")) {
  link.addEventListener("click", () => {
    if (link instanceof HTMLAnchorElement) link.hash = location.hash; // the tool's answers, or the same section
  });
}

// Read from a folder of a disk, no server makes the address of a folder that of its page.
if (location.protocol === "file:") {
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  });
}
