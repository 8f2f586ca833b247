// Loaded into the portal before Next.js (node --import). Its standard input is a pipe from the start script: when the
// start script is killed without a word, the pipe ends, and the portal stops as if it had been asked to.
const stopping = new AbortController();

// Whoever holds a request open (a node's waiting pull, a live page) listens here, so that a stop need not wait for it.
Object.assign(globalThis, { [Symbol.for("homeport.stopping")]: stopping.signal });
process.once("SIGTERM", () => stopping.abort());

process.stdin.on("error", () => {});
process.stdin.once("close", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(143), 12_000).unref();
});
process.stdin.resume();
