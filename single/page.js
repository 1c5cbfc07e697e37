// The single file's page: both languages lie in it as templates; the reader's is shown, and its tool begun.
const languages = [...document.querySelectorAll("template[data-language]")].map((one) => one.dataset.language);
const asked = new URLSearchParams(location.search).get("lang") ?? navigator.language.slice(0, 2);
const language = languages.includes(asked) ? asked : languages.at(-1);
const dark = matchMedia("(prefers-color-scheme: dark)").matches;

document.documentElement.lang = language;
document.body.dataset.mdColorScheme = dark ? "slate" : "default";
document.getElementById("page").append(document.querySelector(`template[data-language="${language}"]`).content);
document.title = document.querySelector("h1").textContent;

for (const link of document.querySelectorAll("[data-to-language]")) {
  link.addEventListener("click", () => (link.href = `?lang=${link.dataset.toLanguage}${location.hash}`));
}

const stored = (id) => document.getElementById(id).textContent;

globalThis.dcbStartWorker = () => {
  const worker = new Worker(URL.createObjectURL(new Blob([stored("worker")], { type: "text/javascript" })));
  const files = Object.fromEntries([...document.querySelectorAll("[data-file]")].map((one) => [one.dataset.file, one.textContent]));
  worker.postMessage({ files, pyodide: stored("pyodide"), lock: JSON.parse(stored("lock")) });
  return worker;
};
