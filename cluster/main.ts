import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Description } from "./describe";
import { isAlive, LOG, mark, outlast, READY, readState, removeLeft } from "./left-behind";
import { readWish, USAGE, type Wish } from "./options";
import { serve } from "./serve";

type World = {
  /** The command that `up` starts again in the background. */
  script: string;
  /** Whether named namespaces were known here before we asked for any. */
  hadNetns: boolean;
  /** Packages, programs and the build; throws with a sentence where a cluster cannot be. */
  prepare: () => Promise<void>;
};

export async function main(args: readonly string[], world: World): Promise<number> {
  let wish: Wish;
  try {
    wish = readWish(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  switch (wish.verb) {
    case "help":
      console.log(USAGE);
      return 0;
    case "status":
      return status(wish.json);
    case "down":
      return down();
    case "up":
      await world.prepare();
      return up(args, wish.json, world);
    case "stay":
    case "serve":
      await world.prepare();
      return stay(wish, world.hadNetns);
  }
}

/** In the foreground: until Ctrl-C, SIGTERM, or the end of whoever started it. */
async function stay(wish: Extract<Wish, { verb: "stay" | "up" | "serve" }>, hadNetns: boolean): Promise<number> {
  const stop = new AbortController();
  let first = 0;
  // A second Ctrl-C is for somebody who cannot wait: the kernel ends all that runs, the next start removes the files. npm may pass the
  // first on once more.
  const asked = () => {
    if (first > 0 && Date.now() > first + 1500) process.exit(130);
    first ||= Date.now();
    stop.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, asked);
  const parent = process.ppid;
  const follow = setInterval(() => process.ppid !== parent && wish.verb === "stay" && !stop.signal.aborted && stop.abort(), 500);
  const ready = (description: Description) => {
    if (wish.json) writeFileSync(wish.json, JSON.stringify(description, null, 2), { mode: 0o600 });
    if (wish.verb === "stay") console.log(`${welcome(description)}\nCtrl-C takes all of it away.\n`);
  };
  try {
    await serve(wish.options, { hadNetns, stop: stop.signal, tell: console.log, ready });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    clearInterval(follow);
  }
}

/** In the background: gives the machine back when everything is there. */
async function up(args: readonly string[], json: string | null, { script }: World): Promise<number> {
  const running = readState();
  if (running && isAlive(running.serving)) {
    console.error('A cluster runs on this machine already. "npm run cluster -- down" ends it.');
    return 1;
  }
  await removeLeft();
  const log = openSync(LOG, "w", 0o600);
  // A place of its own in the file, which may be gone when the last is read.
  const reader = openSync(LOG, "r");
  const words = [
    "serve",
    ...args.filter((word, at) => word !== "up" && word !== "--json" && args[at - 1] !== "--json" && !word.startsWith("--json=")),
  ];
  const child = spawn(process.execPath, [script, ...words], { detached: true, stdio: ["ignore", log, log] });
  const serving = mark(child.pid ?? 0);
  // Ctrl-C meanwhile is meant for what is being started.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => void child.kill(name));
  child.unref();
  for (let alive = true; alive && !existsSync(READY); ) {
    await sleep(100);
    alive = isAlive(serving);
    process.stdout.write(readFileSync(reader, "utf8"));
  }
  if (!existsSync(READY)) return 1;
  if (json) writeFileSync(json, readFileSync(READY, "utf8"), { mode: 0o600 });
  console.log(`${welcome(description())}\n"npm run cluster -- down" takes all of it away.\n`);
  return 0;
}

async function down(): Promise<number> {
  const state = readState();
  if (state && isAlive(state.serving)) {
    process.kill(state.serving.pid, "SIGTERM");
    await outlast(state.serving, 60_000);
  }
  await removeLeft();
  return 0;
}

function status(json: boolean): number {
  const state = readState();
  const running = state !== null && isAlive(state.serving);
  const ready = running && existsSync(READY);
  if (json) console.log(JSON.stringify({ running, ready, ...(ready ? description() : {}) }, null, 2));
  else console.log(ready ? welcome(description()) : running ? "The cluster is starting." : "No cluster runs on this machine.");
  return ready ? 0 : 3;
}

// Written by serve, whole.
const description = (): Description => JSON.parse(readFileSync(READY, "utf8")) as Description;

function welcome({ portal, nodes, clients, balancer, backend }: Description): string {
  const [client] = clients;
  return `
The cluster is up: ${nodes.length} nodes, ${clients.length} people connected.

  Portal      ${portal.url}
  Sign in as  ${portal.email}
  Password    ${portal.password}
  API token   in ${portal.tokenFile}

${nodes.map(({ name, site, namespace, address, behindBalancer }) => `  ${name.padEnd(6)} ${site}  ${address.padEnd(14)} ${behindBalancer ? `behind ${balancer.name}` : "direct    "}  ip netns exec ${namespace} …`).join("\n")}
${client ? `\n  From the company to somebody at home:  ip netns exec ${backend.namespace} ping ${client.ipv4}   (${client.username})\n` : ""}`;
}
