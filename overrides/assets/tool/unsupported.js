// For browsers that know no modules: say so, and point to the tables.
(function () {
  var ui = JSON.parse(document.getElementById("dcb-texts").textContent).ui;
  var result = document.getElementById("dcb-result");
  var link = document.createElement("a");
  link.href = "../decisions/";
  link.textContent = ui.to_the_tables;
  result.setAttribute("data-state", "error");
  result.textContent = ui.failed + " ";
  result.appendChild(link);
})();
