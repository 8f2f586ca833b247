import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openCluster, type Cluster, type ClusterOptions } from "./cluster";
import { describe, nameMachines, type Description } from "./describe";
import { isAlive, mark, PREFIX, READY, readState, removeLeft, writeState } from "./left-behind";

/** Runs a cluster until `stop`; whatever a killed one has left goes first. `ready` hears where everything is. */
export async function serve(
  options: ClusterOptions,
  at: { hadNetns: boolean; stop: AbortSignal; tell: (sentence: string) => void; ready: (description: Description) => void },
): Promise<void> {
  const before = readState();
  if (before && isAlive(before.serving)) throw new Error('A cluster runs on this machine already. "npm run cluster -- down" ends it.');
  const hadNetns = before?.hadNetns ?? at.hadNetns;
  await removeLeft({ log: false });
  writeState({ serving: mark(process.pid), hadNetns });
  let close = async () => {};
  const stopped = new Promise<"stopped">((resolve) => {
    if (at.stop.aborted) resolve("stopped");
    at.stop.addEventListener("abort", () => resolve("stopped"));
  });
  try {
    const opening = openCluster(options, { prefix: PREFIX, tell: at.tell, onClose: (end) => (close = end) });
    // Stopped while it opens, it fails in some way that is nobody's news.
    opening.catch(() => undefined);
    const opened = await Promise.race([opening, stopped]);
    if (opened === "stopped") return;
    nameMachines(opened);
    const description = describe(opened, await tokenFile(opened));
    writeFileSync(`${READY}.new`, JSON.stringify(description, null, 2), { mode: 0o600 });
    renameSync(`${READY}.new`, READY);
    at.ready(description);
    await stopped;
  } finally {
    at.tell("Taking everything away.");
    await close();
    await removeLeft();
  }
}

async function tokenFile({ api, folder }: Cluster): Promise<string> {
  const { token } = await api.call<{ token: string }>("POST", "/api/v1/tokens", { name: "cluster", role: "admin", expiresInDays: null });
  const file = path.join(folder, "token");
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return file;
}
