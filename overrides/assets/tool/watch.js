// @ts-check
// Part of the tool's page, before its other scripts and in JavaScript that every browser knows: where the tool does not
// start, since the browser is too old or a part of the page did not come, the page says so and what can be done.
(function () {
  function check() {
    var tool = document.getElementById("dcb-tool");
    var result = document.getElementById("dcb-result");
    var message = document.getElementById("dcb-not-started");
    if (!tool || !message || tool.getAttribute("data-started")) return;
    message.removeAttribute("hidden");
    if (result) {
      result.setAttribute("data-state", "error");
      result.textContent = message.getAttribute("data-short");
    }
    message.getElementsByTagName("button")[0].onclick = function () {
      location.reload();
    };
  }
  document.addEventListener("DOMContentLoaded", check);
})();
