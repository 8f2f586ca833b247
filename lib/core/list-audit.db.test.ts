import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { chainHash } from "./audit";
import { checkAudit, readAuditHead } from "./check-audit";
import { AuditQuery } from "./audit-filter";
import { commit } from "./commit";
import type { Actor } from "./context";
import { listAudit, readAudit, type AuditList } from "./read-audit";
import { scanAudit } from "./scan-audit";

let admin: Actor;
const START = Date.parse("2026-01-01T00:00:00Z");
/** A long log, as years leave it: 3,000 entries, each a minute after the one before, every 500th a rare one. */
beforeAll(async () => {
  admin = await newCluster();
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  let previous = cluster.auditHead;
  const rows = Array.from({ length: 3000 }, (_, i) => {
    const seq = cluster.auditSeq + BigInt(i + 1);
    const entry = {
      seq,
      at: new Date(START + i * 60_000),
      actor: i % 3 === 0 ? "ada@example.org" : "bob@example.org",
      action: i % 500 === 499 ? "node.remove" : "user.add",
      subject: i % 500 === 499 ? "node vpn1" : `user u${i % 100}`,
      details: { i },
      source: null,
      previous,
    };
    previous = chainHash(entry);
    return { ...entry, hash: previous };
  });
  await db().auditEntry.createMany({ data: rows });
  await db().cluster.update({ where: { id: 1 }, data: { auditSeq: rows.at(-1)?.seq ?? 0n, auditHead: previous } });
  await db().$executeRaw`ANALYZE audit_entry`;
});
const list = (query: object = {}) => listAudit(as(admin), AuditQuery.parse(query));
/** All pages of a question, one after another. */
async function walk(query: object): Promise<{ pages: AuditList[]; seqs: number[] }> {
  const pages: AuditList[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await list({ ...query, cursor });
    pages.push(page);
    if (!page.next) return { pages, seqs: pages.flatMap(({ entries }) => entries.map(({ seq }) => Number(seq))) };
    cursor = page.next;
  }
}

test("the log goes back page by page to its first entry, and forth again by the same pages", async () => {
  const { pages, seqs } = await walk({});
  expect(seqs).toEqual(Array.from({ length: 3001 }, (_, i) => 3001 - i));
  expect(pages.every(({ entries }, i) => entries.length === (i === 60 ? 1 : 50))).toBe(true);
  let page = pages[2];
  if (!page) throw new Error("too few");
  for (const expected of [pages[1], pages[0]]) {
    page = await list({ cursor: page.previous ?? "" });
    expect(page.entries).toEqual(expected?.entries);
  }
  expect(page.previous).toBeNull();
  expect((await list({ cursor: page.next ?? "" })).entries).toEqual(pages[1]?.entries);
});

test.each<[string, object, (i: number) => boolean]>([
  ["who", { actor: "ada@example.org" }, (i) => i % 3 === 0],
  ["what", { action: "node.remove" }, (i) => i % 500 === 499],
  ["whom", { subject: "user u7" }, (i) => i % 100 === 7 && i % 500 !== 499],
  ["who and whom", { actor: "ada@example.org", subject: "user u7" }, (i) => i % 100 === 7 && i % 3 === 0],
  ["who and what, the rare of the many", { actor: "ada@example.org", action: "node.remove" }, (i) => i % 500 === 499 && i % 3 === 0],
  ["a word", { search: "u7" }, (i) => i % 100 === 7],
  ["a word that is a node", { search: "vpn1", actor: "bob@example.org" }, (i) => i % 500 === 499 && i % 3 !== 0],
  ["a day", { from: "2026-01-02", to: "2026-01-02" }, (i) => i >= 1440 && i < 2880],
  ["a moment to a moment", { from: "2026-01-01T01:00:00Z", to: "2026-01-01T02:00:00Z" }, (i) => i >= 60 && i < 120],
  ["a day and whom", { from: "2026-01-02", subject: "user u7" }, (i) => i >= 1440 && i % 100 === 7],
  ["nobody", { actor: "nobody@example.org" }, () => false],
])("by %s: exactly these, newest first", async (_what, query, asked) => {
  const expected = Array.from({ length: 3000 }, (_, i) => i)
    .filter(asked)
    .reverse();
  const { seqs } = await walk(query);
  const inTime = "from" in query && !("to" in query) ? seqs.filter((seq) => seq > 1) : seqs;
  // Entry 1 is the setup itself, of today and by "setup".
  expect(inTime.map((seq) => seq - 2)).toEqual(expected);
});

test("portal.5: a question that finds nothing looks at 1,000 rows, 200 at a time, says so, and can go on", async () => {
  const page = await list({ subject: "user u7", actor: "nobody@example.org" });
  expect(page).toMatchObject({ entries: [], next: null, looked: false });
  const rare = await list({ action: "user.add", actor: "nobody@example.org" });
  expect(rare).toMatchObject({ entries: [], looked: true });
  expect(rare.next).not.toBeNull();
  const { edge } = await scanAudit({ action: "user.add", actor: "nobody@example.org" }, { seq: null, forwards: false }, 50);
  expect(Number(edge)).toBeGreaterThan(1900);
  expect((await walk({ action: "user.add", actor: "nobody@example.org" })).seqs).toEqual([]);
});

test("portal.5: each look is answered by an index", async () => {
  for (const where of [
    "subject = 'user u7' AND seq < 2000",
    "action = 'node.remove' AND seq < 2000",
    "actor = 'x' AND seq < 2000",
    "seq < 2000",
  ]) {
    const plan = await db().$queryRawUnsafe<{ "QUERY PLAN": string }[]>(
      `EXPLAIN (ANALYZE, TIMING OFF) SELECT seq FROM audit_entry WHERE ${where} ORDER BY seq DESC LIMIT 200`,
    );
    const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
    expect(text).not.toContain("Seq Scan");
    expect(Math.max(...[...text.matchAll(/actual rows=(\d+)/g)].map(([, rows]) => Number(rows)))).toBeLessThanOrEqual(200);
  }
});

test("who is searched for is found in what was done to many at once, too, page by page", async () => {
  const { auditSeq } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  for (const users of [["ann", "u7"], ["bob"], ["ann"]])
    await commit(as(admin), "users.write", async () => ({
      value: null,
      audit: { action: "user.offboard", subject: "run 7", details: { users } },
      nodes: "need not",
    }));
  const mine = [auditSeq + 3n, auditSeq + 1n].map(Number);
  expect((await walk({ search: "ann" })).seqs).toEqual(mine);
  expect((await walk({ search: "user ann", limit: 1 })).seqs).toEqual(mine);
  expect((await walk({ search: "ann", action: "user.suspend" })).seqs).toEqual([]);
  const all = (await walk({ search: "u7" })).seqs;
  expect(all.length).toBe(31);
  expect(all[0]).toBe(Number(auditSeq + 1n));
  await db().$executeRaw`DELETE FROM audit_entry WHERE seq > ${auditSeq}`;
  const last = await db().auditEntry.findUniqueOrThrow({ where: { seq: auditSeq } });
  await db().cluster.update({ where: { id: 1 }, data: { auditSeq, auditHead: last.hash } });
});

test("a cursor of another list, a made-up one, and a role that may not look are refused", async () => {
  for (const cursor of ["x", Buffer.from('[["a"],false]').toString("base64url"), Buffer.from("[[-1],false]").toString("base64url")])
    await expect(list({ cursor })).rejects.toMatchObject({ code: "invalid", field: "cursor" });
  const operator = as({ ...admin, role: "operator" } as Actor);
  for (const ask of [() => listAudit(operator, {}), () => readAudit(operator), () => checkAudit(operator), () => readAuditHead(operator)])
    await expect(ask()).rejects.toMatchObject({ code: "forbidden" });
});

test("I10: the check says that all is well with the head that everybody may keep, and, after a row was taken out, which one", async () => {
  const good = await checkAudit(as({ ...admin, role: "auditor" } as Actor));
  const head = await readAuditHead(as(admin));
  expect(good).toMatchObject({ ok: true, entries: "3001", seq: null, head: head.hash });
  expect(good.sentence).toContain("3,001");
  await db().auditEntry.delete({ where: { seq: 1234n } });
  expect(await checkAudit(as(admin))).toMatchObject({
    ok: false,
    seq: "1234",
    sentence: expect.stringContaining("Entry 1234 is missing."),
  });
});

test("the log takes new entries at its newest end", async () => {
  await commit(as(admin), "settings.write", async () => ({
    value: null,
    audit: { action: "test.done", subject: "test" },
    nodes: "need not",
  }));
  const [newest] = (await list()).entries;
  expect(newest).toMatchObject({ action: "test.done", actor: "ada@example.org" });
});
