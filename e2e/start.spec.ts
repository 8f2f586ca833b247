import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { startEmbedded } from "../scripts/database/embedded.mjs";
import { freePort, runStart, startPortal, temporaryFolder } from "./portal";

const asRoot = process.getuid?.() === 0;
let folder = "";
let data = "";

test.describe.configure({ mode: "serial" });
test.beforeAll(() => {
  folder = temporaryFolder();
  data = path.join(folder, "data");
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Processes that have the data folder on their command line, or that are this portal. */
function left(portalPid = 0): string {
  const listed = spawnSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).stdout.split("\n");
  return listed.filter((line) => line.includes(data) || Number(line.trim().split(" ")[0]) === portalPid).join("\n");
}

async function refusal(env: Record<string, string>): Promise<string> {
  const start = runStart({ PORT: String(await freePort()), HOMEPORT_DATA: data, ...env });
  void start.event("ready").then(
    () => start.kill("SIGINT"),
    () => {},
  );
  expect(await start.exited, start.log()).toBe(2);
  const said = start.events().filter(({ event }) => event === "refused");
  expect(said, start.log()).toHaveLength(1);
  return said[0]?.sentence ?? "";
}

test("the first start makes everything, says the setup link once, and Ctrl-C leaves nothing behind", async () => {
  const port = await freePort();
  const start = runStart({ PORT: String(port), HOMEPORT_DATA: data });
  const ready = await start.event("ready");
  expect(ready.url).toBe(`http://localhost:${port}`);
  expect(ready.pid).toBe(start.pid);
  const token = ready.setup?.split("/setup#")[1] ?? "";
  expect(token).toMatch(/^[\w-]{43}$/);
  expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBeLessThan(600);

  const user = spawnSync("ps", ["-o", "uid=", "-p", String(ready.portalPid)], { encoding: "utf8" }).stdout.trim();
  expect(user).toMatch(/^\d+$/);
  if (asRoot) expect(user, "the portal does not run as root").not.toBe("0");
  const modes = spawnSync("find", [data, "-maxdepth", "1", "-perm", "/077"], { encoding: "utf8" }).stdout;
  expect(modes, "nothing in the data folder is open to others").toBe("");

  expect(await refusal({})).toContain("runs already");
  start.kill("SIGINT");
  expect(await start.exited).toBe(0);
  expect(
    start
      .events()
      .map(({ event }) => event)
      .slice(-2),
  ).toEqual(["stopping", "stopped"]);
  expect(start.log().split(token).length - 1, "the token is in the event and nowhere else").toBe(1);
  expect(left(ready.portalPid)).toBe("");
  expect(existsSync(path.join(data, "lock"))).toBe(false);
});

test("a later start is up within 15 s beside other tests; printed is what three took", async () => {
  const seconds: number[] = [];
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    const portal = await startPortal({ data });
    seconds.push((performance.now() - began) / 1000);
    await portal.stop();
  }
  console.log(`start: ${seconds.map((s) => s.toFixed(2)).join(", ")} s`);
  // What else the machine does only adds: the fastest is the portal's own time.
  expect(Math.min(...seconds)).toBeLessThan(15);
});

test("a stop that is asked for in the middle of a start ends it cleanly", async () => {
  const start = runStart({ PORT: String(await freePort()), HOMEPORT_DATA: data });
  await start.event("database");
  start.kill("SIGTERM");
  expect(await start.exited).toBe(0);
  expect(start.events().some(({ event }) => event === "ready")).toBe(false);
  expect(left()).toBe("");
});

test("a killed start script takes portal and PostgreSQL with it, and the next start works", async () => {
  const start = runStart({ PORT: String(await freePort()), HOMEPORT_DATA: data });
  const { portalPid } = await start.event("ready");
  start.kill("SIGKILL");
  await start.exited;
  if (process.platform === "linux") await expect.poll(() => left(portalPid), { timeout: 15_000 }).toBe("");
  await (await startPortal({ data })).stop();
  expect(left(portalPid)).toBe("");
});

test("a killed portal ends its start script, which stops PostgreSQL and says so", async () => {
  const portal = await startPortal({ data });
  await portal.kill9();
  expect(portal.log()).toContain("The portal ended by itself");
  expect(left(portal.portalPid)).toBe("");
});

test("Ctrl-C lets a request that is under way end, with PostgreSQL still there", async () => {
  const start = runStart({ PORT: String(await freePort()), HOMEPORT_DATA: data });
  const { url = "" } = await start.event("ready");
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (text) => (answer += text));
  socket.write("GET /api/health HTTP/1.1\r\nHost: localhost\r\n");
  await sleep(200);
  start.kill("SIGINT");
  await start.event("stopping");
  await sleep(500);
  expect(left(), "PostgreSQL goes last").toContain("postgres");
  socket.write("\r\n");
  expect(await start.exited).toBe(0);
  expect(answer).toMatch(/^HTTP\/1\.1 \d+/);
});

for (const [env, sentence] of [
  [{ PORT: "http" }, 'PORT is "http": it must be a number from 1 to 65535'],
  [{ PORT: "70000" }, 'PORT is "70000": it must be a number from 1 to 65535'],
  [{ BIND: "everywhere" }, 'BIND is "everywhere": it must be an IP address'],
  [{ BIND: "192.0.2.1" }, 'BIND is "192.0.2.1", which is no address of this machine'],
  [{ HOMEPORT_URL: "vpn.example.org" }, 'HOMEPORT_URL is "vpn.example.org": it must be the address that people open'],
  [{ HOMEPORT_KEK: "c2hvcnQ=" }, "HOMEPORT_KEK is not a key-encryption key: it must be 32 bytes in base64"],
  [{ HOMEPORT_KEK: Buffer.alloc(32, 9).toString("base64") }, "The key-encryption key in HOMEPORT_KEK is not the one"],
  [{ HOMEPORT_DATA: "package.json" }, "which is a file: it must be a folder"],
  [{ DATABASE_URL: "mysql://localhost/homeport" }, "DATABASE_URL is not the address of a database"],
  [{ DATABASE_URL: "postgresql://me:hidden@127.0.0.1:9/homeport" }, "port 9, cannot be reached, nothing listens there"],
] satisfies [Record<string, string>, string][]) {
  test(`refused in one sentence: ${JSON.stringify(env)}`, async () => {
    const said = await refusal(env);
    expect(said).toContain(sentence);
    expect(said, "no password in a refusal").not.toContain("hidden");
    expect(left(), "nothing half-started").toBe("");
  });
}

if (asRoot) {
  test("as root: an empty folder is given away, a full one of root's and a checkout that is closed are refused", async () => {
    const mine = path.join(folder, "of-root");
    mkdirSync(mine);
    writeFileSync(path.join(mine, "notes"), "mine");
    expect(await refusal({ HOMEPORT_DATA: mine })).toContain("belongs to root and is not empty");
    rmSync(path.join(mine, "notes"));
    await (await startPortal({ data: mine })).stop();
    expect(statSync(mine).uid).not.toBe(0);

    const closed = path.join(folder, "closed");
    mkdirSync(closed, { mode: 0o700 });
    expect(await refusal({ HOMEPORT_DATA: path.join(closed, "data") })).toContain("cannot reach its data folder");
    expect(existsSync(path.join(closed, "data")), "nothing half-started").toBe(false);
  });
}

test("refused: a port in use, by its number", async () => {
  const portal = await startPortal();
  expect(await refusal({ PORT: String(portal.port) })).toContain(`Port ${portal.port} on 127.0.0.1 is in use`);
  expect(await refusal({ PORT: String(portal.port), HOMEPORT_DATA: path.join(folder, "never") })).toContain("is in use");
  expect(existsSync(path.join(folder, "never"))).toBe(false);
  await portal.stop();
});

test("refused: a database that is newer, the data folder of another cluster, a missing or other key", async () => {
  await (await startPortal({ data })).stop();
  const database = await startEmbedded({ dir: data });
  const env = { DATABASE_URL: database.url() };
  try {
    const fresh = path.join(folder, "fresh");
    expect(await refusal({ ...env, HOMEPORT_DATA: fresh })).toContain("The key-encryption key is missing");
    const other = path.join(folder, "other");
    await (await startPortal({ data: other })).stop();
    expect(await refusal({ ...env, HOMEPORT_DATA: other })).toContain(`The data folder ${other} belongs to another cluster`);

    const client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99991231000000_later', now())`,
    );
    await client.end();
    expect(await refusal(env)).toContain('The database is newer than this code: it has had the migration "99991231000000_later"');
  } finally {
    await database.stop();
  }
});
