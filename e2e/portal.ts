import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const checkout = path.resolve(import.meta.dirname, "..");

/** One line of `npm start -- --json`. */
export type StartEvent = { event: string; url?: string; setup?: string; pid?: number; portalPid?: number; sentence?: string };

/** A start script that runs, or ran. */
export type Start = {
  pid: number;
  events: () => StartEvent[];
  /** All that it and the portal have printed. */
  log: () => string;
  exited: Promise<number | null>;
  /** Resolves with the event once it has come; rejects with everything printed when the script ends without it. */
  event: (name: string) => Promise<StartEvent>;
  kill: (signal: NodeJS.Signals) => void;
};

// Where Linux can see to it, a portal ends with the tests that started it, also when they are killed.
const withUs =
  spawnSync("setpriv", ["--pdeathsig", "TERM", "true"]).status === 0
    ? ["setpriv", "--pdeathsig", "TERM", process.execPath]
    : [process.execPath];

/** `node scripts/start.mjs --json` with these settings and none of the machine's own. The build is taken as it is. */
export function runStart(env: Record<string, string>, args = ["--json"]): Start {
  const { DATABASE_URL: _d, HOMEPORT_KEK: _k, HOMEPORT_URL: _u, BIND: _b, NODE_OPTIONS: _n, ...rest } = process.env;
  const [command = process.execPath, ...first] = withUs;
  const child = spawn(command, [...first, "scripts/start.mjs", ...args], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...rest, HOMEPORT_BUILD: "as-is", ...env },
  });
  const die = () => child.kill("SIGKILL");
  process.once("exit", die);
  let out = "";
  let all = "";
  let look = () => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    all += text;
    look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (all += text));
  const events = () =>
    out
      .split("\n")
      .slice(0, -1)
      .filter((line) => line.startsWith("{"))
      .map((line): StartEvent => JSON.parse(line));
  const exited = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      process.off("exit", die);
      resolve(code);
    });
  });
  const event = (name: string) =>
    new Promise<StartEvent>((resolve, reject) => {
      const before = look;
      look = () => {
        before();
        const found = events().find((one) => one.event === name);
        if (found) resolve(found);
      };
      look();
      void exited.then(() => reject(new Error(`The start script ended without "${name}":\n${all}`)));
    });
  return { pid: child.pid ?? 0, events, log: () => all, exited, event, kill: (signal) => void child.kill(signal) };
}

export type Portal = {
  url: string;
  /** Null once the cluster is set up. */
  setupLink: string | null;
  data: string;
  port: number;
  /** The start script's, and the portal's own. */
  pid: number;
  portalPid: number;
  log: () => string;
  /** As Ctrl-C does. The data folder goes too, unless it was given. */
  stop: () => Promise<void>;
  /** SIGKILL to the portal's process; its start script notices and ends. The data folder goes as with `stop`. */
  kill9: () => Promise<void>;
};

/** A real portal from the built checkout, on a free port with a data folder of its own unless told otherwise. */
export async function startPortal(options: { port?: number; data?: string; env?: Record<string, string> } = {}): Promise<Portal> {
  const port = options.port ?? (await freePort());
  const temporary = options.data ? null : temporaryFolder();
  const data = options.data ?? path.join(temporary ?? "", "data");
  const start = runStart({ PORT: String(port), HOMEPORT_DATA: data, ...options.env });
  const forget = () => temporary && rmSync(temporary, { recursive: true, force: true });
  const {
    url = "",
    setup,
    portalPid = 0,
  } = await start.event("ready").catch((error: unknown) => {
    forget();
    throw error;
  });
  return {
    url,
    setupLink: setup ?? null,
    data,
    port,
    pid: start.pid,
    portalPid,
    log: start.log,
    stop: async () => {
      start.kill("SIGINT");
      await start.exited;
      forget();
    },
    kill9: async () => {
      process.kill(portalPid, "SIGKILL");
      await start.exited;
      forget();
    },
  };
}

/** A folder that every account can reach: as root, portal and PostgreSQL run as another one. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "hp-portal-"));
  chmodSync(folder, 0o755);
  return folder;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
      });
  });
}
