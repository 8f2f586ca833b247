import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, refusal, useLink, watched } from "@/lib/lifecycle/cluster-for-tests";
import { suspendUser } from "@/lib/lifecycle/suspend-user";
import { addDevice } from "@/lib/users/add-device";
import { doRuns } from "../do-runs";
import { readRun } from "../read-run";
import { startRun, StartRunBody } from "../start-run";
import type { LinkRow } from "./make-links";
import { demandRunLinks, makeRunLinks } from "./run-links";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  for (const name of ["ann", "bob", "carol", "used", "suspended"]) await addPerson(as(admin), name);
  await addDevice(as(admin), "ann", { name: "phone" });
  await useLink((await invitationOf("used")).token);
  await suspendUser(as(admin), "suspended");
  await db().user.update({ where: { username: "bob" }, data: { email: null } });
});

async function invitationOf(username: string): Promise<{ token: string }> {
  const run = await invited([username], "file");
  const [row] = await linksFrom(run);
  return { token: row?.link.split("#")[1] ?? "" };
}

async function invited(usernames: string[], how?: "mail" | "file"): Promise<string> {
  const done = await startRun(as(admin), StartRunBody.parse({ verb: "invite", usernames, how }));
  if (done.replayed) throw new Error("started before");
  await doRuns(as({ kind: "portal" }));
  return done.value.id;
}

async function linksFrom(id: string, actor = admin): Promise<LinkRow[]> {
  const all: LinkRow[] = [];
  for await (const some of makeRunLinks(as(actor), await demandRunLinks(as(actor), id))) all.push(...some);
  return all;
}

const setMail = (on: boolean) =>
  db().settings.update({
    where: { id: 1 },
    data: on ? { smtpHost: "127.0.0.1", mailFrom: "vpn@example.org" } : { smtpHost: null, mailFrom: null },
  });

it("I11: without a mail server many are invited by a file of links, each good once; made again, the links before stop", async () => {
  expect(await refusal(() => invited(["ann"]))).toMatchObject({
    field: "how",
    sentence: expect.stringContaining("take the links as a file"),
  });
  const before = await db().invitation.count();
  const run = await invited(["ann", "bob", "used", "suspended", "nobody"], "file");
  // Who waits is said; links are made with the file, or they would have to be kept.
  expect(await db().invitation.count()).toBe(before);
  expect(await readRun(as(admin), run)).toMatchObject({ state: "done", done: 2, failed: 3, how: "file", links: 2 });
  const { value: first, entries, moved } = await watched(() => linksFrom(run));
  expect(entries).toEqual([`ada@example.org: invitation.make run ${run}`]);
  expect(moved).toBe(0);
  const facts = (rows: LinkRow[]) => rows.map(({ username, device, email }) => `${username}.${device} ${email}`).sort();
  expect(facts(first)).toEqual(["ann.laptop ann@example.org", "ann.phone ann@example.org", "bob.laptop "]);
  const linkOf = (rows: LinkRow[], username: string) => rows.find((row) => row.username === username)?.link.split("#")[1] ?? "";
  await useLink(linkOf(first, "bob"));
  const second = await linksFrom(run);
  expect(facts(second)).toEqual(["ann.laptop ann@example.org", "ann.phone ann@example.org"]);
  await expect(useLink(linkOf(first, "ann"))).rejects.toThrow("withdrawn");
});

it("I12: no link of the file stands in the database", async () => {
  const run = await invited(["ann"], "file");
  const tokens = (await linksFrom(run)).map(({ link }) => link.split("#")[1] ?? "");
  expect(tokens).toHaveLength(2);
  for (const table of ["run", "run_item", "invitation", "audit_entry", "idempotency_key"]) {
    const rows = await db().$queryRawUnsafe<{ text: string }[]>(`SELECT t::text AS text FROM "${table}" t`);
    for (const token of tokens)
      expect(
        rows.some(({ text }) => text.includes(token)),
        table,
      ).toBe(false);
  }
});

it("by mail, those without an e-mail address are named, and their links can be had as a file; nobody else's", async () => {
  await addPerson(as(admin), "dora");
  await db().user.update({ where: { username: "dora" }, data: { email: null } });
  await setMail(true);
  const run = await invited(["carol", "dora", "used"], "mail");
  await setMail(false);
  const read = await readRun(as(admin), run);
  expect(read).toMatchObject({ done: 1, failed: 2, links: 1 });
  expect(read.failedItems.rows.map((row) => row.sentence).join(" ")).toContain(
    "dora has no e-mail address. The link can be had from a file",
  );
  expect((await linksFrom(run)).map((row) => row.username)).toEqual(["dora"]);
});

it("no file of a run that is not over, that invites nobody, or for somebody who may not", async () => {
  const done = await startRun(as(admin), StartRunBody.parse({ verb: "invite", usernames: ["carol"], how: "file" }));
  const id = done.replayed ? "" : done.value.id;
  expect(await refusal(() => linksFrom(id))).toMatchObject({ code: "state", sentence: expect.stringContaining("not over yet") });
  await doRuns(as({ kind: "portal" }));
  const auditor = { ...admin, role: "auditor" } as Actor;
  expect(await refusal(() => linksFrom(id, auditor))).toMatchObject({ code: "forbidden" });
  const none = await invited(["suspended"], "file");
  expect(await refusal(() => linksFrom(none))).toMatchObject({ sentence: expect.stringContaining("Nobody of this run") });
  const resumed = await startRun(as(admin), StartRunBody.parse({ verb: "resume", usernames: ["suspended"] }));
  expect(await refusal(() => linksFrom(resumed.replayed ? "" : resumed.value.id))).toMatchObject({
    sentence: expect.stringContaining("invites nobody"),
  });
  expect(await refusal(() => startRun(as(admin), StartRunBody.parse({ verb: "resume", usernames: ["ann"], how: "file" })))).toMatchObject({
    field: "how",
  });
});
