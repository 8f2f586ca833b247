import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/core/context";
import { verifyAudit } from "@/lib/core/verify-audit";
import { db } from "@/lib/db/client";
import { as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { makeImport } from "@/lib/runs/imports/make-import";
import { startImport } from "@/lib/runs/imports/start-import";
import { bundleSecondPortal, startSecondPortal } from "./portal-process";

let admin: Actor;
let portal: { file: string; remove: () => void };
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/16");
  portal = await bundleSecondPortal();
});
afterAll(() => portal?.remove());

async function* bytes(text: string) {
  yield Buffer.from(text);
}

async function startImportOf(prefix: string, people: number): Promise<string> {
  const rows = Array.from({ length: people }, (_, i) => `${prefix}.${i},Person ${i}`);
  const draft = await makeImport(as(admin), bytes(["username,name", ...rows].join("\n")));
  if (draft.replayed) throw new Error("imported before");
  await startImport(as(admin), draft.value.id, { rows: "all", invite: "later" });
  return draft.value.id;
}

const rowOf = (id: string) => db().run.findUniqueOrThrow({ where: { id } });

/** Whatever happened: who is said to be done is there with a device and its pair, who is not is not, and the audit log has each once. */
async function expectWhole(id: string, prefix: string, people: number): Promise<void> {
  expect(await rowOf(id)).toMatchObject({ state: "done", done: people, failed: 0 });
  const users = await db().user.findMany({
    where: { username: { startsWith: `${prefix}.` } },
    include: { devices: { include: { pair: true } } },
  });
  expect(users.length).toBe(people);
  expect(users.filter(({ devices: [device] }) => device?.pair?.ipv4 !== device?.ipv4 || !device)).toEqual([]);
  const entries = await db().auditEntry.findMany({ where: { subject: `run ${id}`, action: "user.add" } });
  const named = entries.flatMap(({ details }) => (details as { users: string[] }).users);
  expect([...named].sort()).toEqual(users.map((user) => user.username).sort());
  expect(await verifyAudit()).toMatchObject({ ok: true });
}

it("I9: a portal that is killed in the middle of a run leaves it where it was, and another one goes on", { timeout: 120_000 }, async () => {
  const id = await startImportOf("k", 400);
  for (const enough of [40, 120, 240]) {
    const victim = startSecondPortal(portal.file, "runs", "", "20");
    while ((await rowOf(id)).done < enough) await sleep(5);
    victim.child.kill("SIGKILL");
    await victim.exited;
    const { done } = await rowOf(id);
    expect(await db().user.count({ where: { username: { startsWith: "k." } } })).toBe(done);
  }
  expect((await rowOf(id)).state).toBe("running");
  const last = startSecondPortal(portal.file, "runs", "", "20");
  await last.exited;
  await expectWhole(id, "k", 400);
});

it("I9: two portals at once do a run, and everybody is added once", { timeout: 120_000 }, async () => {
  const id = await startImportOf("t", 300);
  const both = [startSecondPortal(portal.file, "runs", "", "10"), startSecondPortal(portal.file, "runs", "", "10")];
  await Promise.all(both.map((one) => one.exited));
  expect(both.map((one) => one.lines().at(-1))).toEqual(["done", "done"]);
  await expectWhole(id, "t", 300);
});
