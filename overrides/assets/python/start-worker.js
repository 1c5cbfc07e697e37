// Stands in the tool's page itself, before anything else is fetched: Python is on its way while the page is still read.
// Where the result of this address is remembered (tool/storage.js), it leaves the page the first second.
{
  const { assets } = document.currentScript.dataset;
  let worker = null;

  /** Start the worker, once, and beside it the one that compiles; what is said before anyone listens is in worker.heard. */
  globalThis.dcbStartWorker = () => {
    if (worker) return worker;
    const begin = (name) => new Worker(`${assets}python/${name}.js`, { type: "module" });
    const program = begin("compile-worker");
    worker = begin("worker");
    const { port1, port2 } = new MessageChannel();
    program.postMessage(port1, [port1]);
    program.onerror = ({ message }) => worker.postMessage({ lost: message || "program" });
    worker.postMessage({ program: port2 }, [port2]);
    worker.heard = [];
    worker.onmessage = ({ data }) => worker.heard.push(data);
    worker.onerror = ({ message }) => worker.heard.push({ failed: message || "worker" });
    return worker;
  };

  let remembered = false;
  try {
    const { results } = JSON.parse(localStorage.getItem(`dcb-guide ${location.pathname}`));
    remembered = results.some(([, , address]) => address === location.hash);
  } catch {
    // Nothing readable is kept here.
  }
  try {
    if (!remembered) globalThis.dcbStartWorker();
    else setTimeout(globalThis.dcbStartWorker, 1000);
  } catch {
    // The page asks again and tells its reader.
  }
}
