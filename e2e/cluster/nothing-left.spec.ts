import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import type { Description } from "../../cluster/describe";
import { record } from "../measure";
import { until } from "./lab/until";
import { machineState, processesWith } from "./machine-state";

const checkout = path.resolve(import.meta.dirname, "../..");
const SMALL = ["--nodes", "1", "--clients", "1", "--people", "3"];
const MARK = `CLUSTER_TEST=${randomUUID()}`;
const [variable = "", value] = MARK.split("=");

let folder: string;
const started: ChildProcess[] = [];

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), "hp-cluster-test-"))));
test.afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await ended(run("down"));
  rmSync(folder, { recursive: true, force: true });
});

type Run = { child: ChildProcess; said: () => string };

/** `npm run cluster -- …`, as npm runs it. */
function run(...words: string[]): Run {
  const child = spawn(process.execPath, ["cluster/cluster.mjs", ...words], {
    cwd: checkout,
    env: { ...process.env, [variable]: value },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  return { child, said: () => said };
}

const ended = ({ child }: Run): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => void child.once("exit", (code) => resolve(code)));

/** A cluster in the foreground that is up. */
async function stay(name: string): Promise<Run> {
  const file = path.join(folder, name);
  const running = run(...SMALL, "--json", file);
  await until("the cluster to be up", () => existsSync(file) || running.child.exitCode !== null, { ms: 150_000, every: 200 });
  expect(existsSync(file), running.said()).toBe(true);
  return running;
}

async function expectNothing(before: Record<string, string>): Promise<void> {
  await until("its processes to be gone", () => processesWith(MARK).length === 0, {
    ms: 20_000,
    every: 250,
    seen: () => processesWith(MARK).join("\n"),
  });
  expect(machineState()).toEqual(before);
}

test("cluster.8 up, status and down for scripts: everything is where the file says, and nothing is left", async () => {
  const before = machineState();
  const file = path.join(folder, "up.json");
  const up = run("up", ...SMALL, "--json", file);
  expect(await ended(up), up.said()).toBe(0);
  const described = JSON.parse(readFileSync(file, "utf8")) as Description;
  const [node] = described.nodes;
  const [client] = described.clients;
  if (!node || !client) throw new Error("There is one of each.");
  const status = run("status", "--json");
  expect(await ended(status)).toBe(0);
  expect(JSON.parse(status.said())).toEqual({ running: true, ready: true, ...described });
  const token = readFileSync(described.portal.tokenFile, "utf8").trim();
  const nodes = await fetch(new URL("/api/v1/nodes", described.portal.url), { headers: { authorization: `Bearer ${token}` } });
  expect(await nodes.json()).toMatchObject({ nodes: [{ name: node.name }] });
  expect(existsSync(path.join(node.ccd, client.commonName))).toBe(true);
  expect(readFileSync(node.crl, "utf8")).toContain("BEGIN X509 CRL");
  expect(existsSync(node.socket)).toBe(true);
  const ping = spawn("ip", ["netns", "exec", described.backend.namespace, "ping", "-n", "-c", "3", "-i", "0.2", client.ipv6]);
  expect(await new Promise((resolve) => void ping.once("exit", resolve))).toBe(0);
  const second = run("up", ...SMALL);
  expect(await ended(second)).toBe(1);
  expect(second.said()).toContain("runs on this machine already");
  expect(await ended(run("down"))).toBe(0);
  await expectNothing(before);
});

test("cluster.8 a cluster that is killed is cleaned up by the next one, and Ctrl-C takes that one away", async () => {
  const before = machineState();
  const killed = await stay("killed.json");
  killed.child.kill("SIGKILL");
  await ended(killed);
  const next = await stay("next.json");
  const again = JSON.parse(readFileSync(path.join(folder, "next.json"), "utf8")) as Description;
  expect(again.pid).toBe(next.child.pid);
  const asked = Date.now();
  next.child.kill("SIGINT");
  expect(await ended(next), next.said()).toBe(0);
  const took = Date.now() - asked;
  await expectNothing(before);
  record({
    id: "cluster.8",
    claim:
      "npm run cluster ended by Ctrl-C, by down, and by SIGKILL with a second start: no namespace, process, route, device, rule, sysctl, mount or file was left; from Ctrl-C until all was gone",
    n: 1,
    unit: "ms",
    p50: took,
    p90: took,
    p99: took,
    max: took,
    bound: "the machine is as it was",
    ok: true,
  });
});
