// @ts-check
// For browsers that know no modules, in JavaScript as they know it: say so, and point to the tables.
(function () {
  var texts = /** @type {HTMLElement} */ (document.getElementById("dcb-texts")).textContent || "";
  var result = /** @type {HTMLElement} */ (document.getElementById("dcb-result"));
  var link = document.createElement("a");
  var ui = JSON.parse(texts).ui;
  link.href = "../decisions/";
  link.textContent = ui.to_the_tables;
  result.setAttribute("data-state", "error");
  result.textContent = ui.failed + " ";
  result.appendChild(link);
})();
