// The single file's worker, a classic one: it is handed Python's files and asks nothing of any address (docs/adr/0007).
import { inflated } from "../overrides/assets/python/gunzip.js";
import { engineOf, quickStart, told } from "../overrides/assets/python/start-python.js";

// By this Pyodide tells that it may import modules.
self.importScripts = () => {
  throw new TypeError("no scripts here");
};

function unpacked(base64, type) {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  return inflated(new Blob([bytes]).stream(), type);
}

let engine;
const waiting = [];

function reply(message) {
  self.postMessage({ id: message.id, answer: told(engine, message) });
}

async function start({ files, pyodide, lock }) {
  const address = URL.createObjectURL(new Blob([pyodide], { type: "text/javascript" }));
  const options = { indexURL: "https://single.invalid/", lockFileContents: lock };
  const parts = {
    loader: unpacked(files["pyodide.asm.mjs"]).arrayBuffer(),
    program: WebAssembly.compileStreaming(unpacked(files["pyodide.asm.wasm"], "application/wasm")),
    memory: unpacked(files["snapshot.bin"]).arrayBuffer(),
    pyodide: import(address),
  };
  engine = engineOf(await quickStart(parts, options));
  URL.revokeObjectURL(address);
  waiting.splice(0).forEach(reply);
}

self.onmessage = ({ data }) => {
  if (data.files) start(data).catch((error) => self.postMessage({ failed: String(error) }));
  else if (engine) reply(data);
  else waiting.push(data);
};
