import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/core/context";
import { readTally } from "@/lib/core/tally";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, refusal, useLink, watched } from "@/lib/lifecycle/cluster-for-tests";
import { cancelRun } from "../cancel-run";
import { doRuns } from "../do-runs";
import { forgetOldRows } from "@/lib/jobs/forget-old-rows";
import { readRun } from "../read-run";
import { inviteImported } from "./invite-imported";
import { makeImport, type ImportAsked } from "./make-import";
import type { LinkRow } from "../links/make-links";
import { makeImportLinks } from "./import-links";
import { mapImport } from "./map-import";
import { readImport } from "./read-import";
import { readInvitations } from "./read-invitations";
import { startImport } from "./start-import";
import { undoImport } from "./undo-import";

let admin: Actor;
const portal = () => as({ kind: "portal" });
const given = <T>(done: { replayed: boolean; value: unknown }): T => {
  if (done.replayed) throw new Error("done before");
  // What is not replayed is what the verb made.
  return done.value as T;
};
async function* bytes(text: string) {
  yield Buffer.from(text);
}
const draft = async (text: string, asked: ImportAsked = {}) =>
  given<{ id: string; total: number }>(await makeImport(as(admin), bytes(text), asked));
const start = (id: string, rows: "all" | "good" = "all", invite: "mail" | "later" = "later") =>
  startImport(as(admin), id, { rows, invite });
const links = async (id: string) => {
  const all: LinkRow[] = [];
  for await (const some of makeImportLinks(as(admin), id)) all.push(...some);
  return all;
};
const setMail = (on: boolean) =>
  db().settings.update({
    where: { id: 1 },
    data: on ? { smtpHost: "127.0.0.1", mailFrom: "vpn@example.org" } : { smtpHost: null, mailFrom: null },
  });

beforeAll(async () => {
  admin = await newCluster();
  await addPerson(as(admin), "here.already");
});

const MIXED = [
  "Full name;User;E-mail;Device",
  "Ann Smith;Ann.Smith;ann@example.org;laptop",
  "Bob;bob!;bob@example.org;laptop",
  "Ann Again;ANN.SMITH;other@example.org;phone",
  "Here;here.already;;",
  "Zoë O’Brien;zoe;zoe@example.org;",
  "Carol;carol;ANN@example.org;laptop",
  "Dan;dan;here.already@example.org;laptop",
].join("\r\n");

it("previews a file: columns by their names, and each row with what is wrong with it, by its line", async () => {
  const { value, entries, moved } = await watched(() => draft(`\uFEFF${MIXED}`));
  expect(entries).toEqual([`ada@example.org: import.draft run ${value.id}`]);
  expect(moved).toBe(0);
  const view = await readImport(as(admin), value.id);
  expect(view).toMatchObject({
    state: "draft",
    total: 2,
    delimiter: ";",
    header: true,
    mapping: { name: 0, username: 1, email: 2, device: 3 },
    counts: { good: 2, bad: 1, duplicate: 2, exists: 2 },
  });
  expect(view.rows.rows.map((row) => [row.line, row.username, row.state, row.sentence])).toEqual([
    [2, "ann.smith", "good", null],
    [3, "bob!", "bad", expect.stringContaining("The username must begin")],
    [4, "ann.smith", "duplicate", "The username ann.smith is in line 2 too."],
    [5, "here.already", "exists", "The user here.already is there already."],
    [6, "zoe", "good", null],
    [7, "carol", "duplicate", "The e-mail address ann@example.org is in line 2 too."],
    [8, "dan", "exists", "The e-mail address belongs to here.already already."],
  ]);
  const problems = await readImport(as(admin), value.id, { show: "problems" });
  expect(problems.rows.rows.map((row) => row.line)).toEqual([3, 4, 5, 7, 8]);
  expect(await db().user.count()).toBe(1);
});

it("adds nothing while a row has trouble, unless the good rows are asked for", async () => {
  const { id } = await draft(MIXED);
  expect(await refusal(() => start(id))).toMatchObject({ field: "rows", sentence: expect.stringContaining("5 of 7 rows") });
  given(await start(id, "good"));
  const { entries, moved } = await watched(() => doRuns(portal()));
  expect(entries).toEqual([`ada@example.org: user.add run ${id}`, `portal: run.end run ${id}`]);
  expect(moved).toBe(0);
  const users = await db().user.findMany({
    where: { username: { in: ["ann.smith", "zoe"] } },
    include: { devices: true },
    orderBy: { username: "asc" },
  });
  expect(users.map((user) => [user.username, user.name, user.devices.map((one) => one.name)])).toEqual([
    ["ann.smith", "Ann Smith", ["laptop"]],
    ["zoe", "Zoë O’Brien", []],
  ]);
  expect(await readRun(as(admin), id)).toMatchObject({ state: "done", done: 2, failed: 0 });
  expect(await refusal(() => start(id, "good"))).toMatchObject({ code: "state" });
  const view = await readImport(as(admin), id);
  expect(view.rows.rows.map((row) => row.state)).toEqual(["added", "bad", "duplicate", "exists", "added", "duplicate", "exists"]);
});

it("takes other columns when told, and refuses a mapping of somebody who saw an older preview", async () => {
  const { id } = await draft("m1,Maria Muster\nm2,Max Muster\n");
  expect(await readImport(as(admin), id)).toMatchObject({ header: false, columns: ["Column 1", "Column 2"], counts: { good: 0, bad: 2 } });
  const mapped = { mapping: { username: 0, name: 1 }, device: null };
  given(await mapImport(as(admin), id, { ...mapped, version: 1 }));
  expect(await readImport(as(admin), id)).toMatchObject({ version: 2, total: 2, counts: { good: 2, bad: 0 } });
  expect(await refusal(() => mapImport(as(admin), id, { ...mapped, version: 1 }))).toMatchObject({ field: "version" });
  expect(await refusal(() => startImport(as(admin), id, { rows: "all", invite: "later", version: 1 }))).toMatchObject({ field: "version" });
  given(await cancelRun(as(admin), id));
  expect(await db().runItem.count({ where: { runId: id } })).toBe(0);
});

it("a username that was taken meanwhile fails alone; a pool that is full says so", async () => {
  const { id } = await draft("username,name\ntaken.now,A\nfree.still,B\n");
  await addPerson(as(admin), "taken.now");
  given(await start(id));
  await doRuns(portal());
  const read = await readRun(as(admin), id);
  expect(read).toMatchObject({ state: "done", done: 1, failed: 1 });
  expect(read.failedItems.rows[0]).toMatchObject({
    what: "line 2: taken.now.laptop",
    sentence: expect.stringContaining("taken meanwhile"),
  });
  await db().$executeRaw`UPDATE address_pair SET state = 'reserved' WHERE state = 'free'`;
  const full = await draft("username,name\nno.room,A\n");
  given(await start(full.id));
  await doRuns(portal());
  await db().$executeRaw`UPDATE address_pair SET state = 'free' WHERE state = 'reserved'`;
  expect(await readRun(as(admin), full.id)).toMatchObject({ done: 0, failed: 1 });
  expect(await db().user.count({ where: { username: "no.room" } })).toBe(0);
});

it("I11: makes links for all as a file, shows who has not used theirs, and reminds them by mail; links that were sent before stop", async () => {
  const { id } = await draft("username,name,email\nl.one,One,one@example.org\nl.two,Two,two@example.org\nl.three,Three,\n");
  given(await start(id));
  await doRuns(portal());
  const { value: first, entries } = await watched(() => links(id));
  expect(entries).toEqual([`ada@example.org: invitation.make run ${id}`]);
  expect(first.map((row) => row.username).sort()).toEqual(["l.one", "l.three", "l.two"]);
  const tokenOf = (rows: LinkRow[], username: string) => rows.find((row) => row.username === username)?.link.split("#")[1] ?? "";
  await useLink(tokenOf(first, "l.one"));
  const second = await links(id);
  expect(second.map((row) => row.username).sort()).toEqual(["l.three", "l.two"]);
  await expect(useLink(tokenOf(first, "l.two"))).rejects.toThrow("withdrawn");
  const read = await readInvitations(as(admin), id);
  expect(read.counts).toEqual({ devices: 3, invited: 3, used: 1 });
  expect((await readInvitations(as(admin), id, { unused: true })).rows.map((row) => [row.username, row.state])).toEqual([
    ["l.two", "open"],
    ["l.three", "open"],
  ]);
  expect(await refusal(() => inviteImported(as(admin), id, "remind"))).toMatchObject({
    sentence: expect.stringContaining("No mail server"),
  });
  await setMail(true);
  const run = given<{ id: string; total: number }>(await inviteImported(as(admin), id, "remind"));
  expect(run.total).toBe(2);
  await doRuns(portal());
  await setMail(false);
  const reminded = await readRun(as(admin), run.id);
  expect(reminded).toMatchObject({
    done: 1,
    failed: 1,
    failedItems: { rows: [{ what: "l.three.laptop", sentence: expect.stringContaining("no e-mail") }] },
  });
  const [two] = (await readInvitations(as(admin), id, { unused: true })).rows;
  expect(two).toMatchObject({ username: "l.two", state: "open", remindedAt: expect.any(Date) });
});

it("takes an import back as if it had never been, for an hour and until somebody has used an invitation", async () => {
  const before = await readTally();
  const free = await db().addressPair.count({ where: { state: "free" } });
  const { id } = await draft("username,name\nu.one,One\nu.two,Two\n");
  given(await start(id));
  await doRuns(portal());
  await links(id);
  expect((await readImport(as(admin), id)).noUndo).toBeNull();
  const later = () => new Date(Date.now() + 3_601_000);
  expect(await refusal(() => undoImport(as(admin, later), id))).toMatchObject({ sentence: expect.stringContaining("for an hour") });
  const undone = given<{ id: string; total: number }>(await undoImport(as(admin), id));
  const { entries } = await watched(() => doRuns(portal()));
  expect(entries).toEqual([`ada@example.org: user.undo-add run ${undone.id}`, `portal: run.end run ${undone.id}`]);
  expect(await db().user.count({ where: { username: { startsWith: "u." } } })).toBe(0);
  expect(await db().addressPair.count({ where: { state: "free" } })).toBe(free);
  const after = await readTally();
  for (const name of ["user.active", "device", "pair.1.free", "pair.1.assigned"]) expect([name, after(name)]).toEqual([name, before(name)]);
  expect(await refusal(() => undoImport(as(admin), id))).toMatchObject({ sentence: expect.stringContaining("taken back already") });
  // The same file can be imported again.
  expect((await draft("username,name\nu.one,One\nu.two,Two\n")).total).toBe(2);

  const used = await draft("username,name\nv.one,One\nv.two,Two\n");
  given(await start(used.id));
  await doRuns(portal());
  await useLink((await links(used.id))[0]?.link.split("#")[1] ?? "");
  expect(await refusal(() => undoImport(as(admin), used.id))).toMatchObject({ sentence: expect.stringContaining("One person has used") });
});

it("mails the invitations with the import where that is asked for, and only where a mail server is set", async () => {
  const { id } = await draft("username,name,email\nw.one,One,w1@example.org\nw.two,Two,\n");
  expect(await refusal(() => start(id, "all", "mail"))).toMatchObject({ field: "invite" });
  await setMail(true);
  given(await start(id, "all", "mail"));
  await doRuns(portal());
  await setMail(false);
  expect((await readInvitations(as(admin), id)).rows.map((row) => [row.username, row.state])).toEqual([
    ["w.one", "open"],
    ["w.two", "none"],
  ]);
});

it("auditors see imports and start none", async () => {
  const auditor = { ...admin, role: "auditor" } as Actor;
  const { id } = await draft("username,name\nx.one,One\n");
  expect(await readImport(as(auditor), id)).toMatchObject({ total: 1 });
  expect(await refusal(() => makeImport(as(auditor), bytes("username,name\nx,X\n")))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => startImport(as(auditor), id, { rows: "all", invite: "later" }))).toMatchObject({ code: "forbidden" });
  const none = { ...admin, role: "none" } as Actor;
  expect(await refusal(() => readImport(as(none), id))).toMatchObject({ code: "forbidden" });
});

it("drafts are forgotten after a day, with the people in them; what is running is not", async () => {
  const { id } = await draft("username,name\ny.one,One\n");
  const begun = await draft("username,name\ny.two,Two\n");
  given(await start(begun.id));
  await db().run.updateMany({ where: { id: { in: [id, begun.id] } }, data: { createdAt: new Date(Date.now() - 2 * 86_400_000) } });
  expect(await forgetOldRows(as({ kind: "portal" }))).toBe(true);
  expect(await db().runItem.count({ where: { runId: id } })).toBe(0);
  expect(await db().run.findUnique({ where: { id } })).toBeNull();
  expect(await db().runItem.count({ where: { runId: begun.id } })).toBe(1);
});
