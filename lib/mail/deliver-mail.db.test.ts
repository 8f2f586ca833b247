import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { contextFor, type Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { admin, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { deliverMail } from "./deliver-mail";
import { startMailServer, type MailServer } from "./mail-server-for-tests";
import { hurry, invitation, later, now, queue, useServer } from "./mails-for-tests";
import { tidyQueue } from "./queue";
import { queueMail } from "./queue-mail";
import { readQueue } from "./read-dead-letters";
import { forgetDeadLetter, retryDeadLetter, settleDeadLetters } from "./settle-dead-letter";

const ctx = contextFor({ kind: "portal" });
let server: MailServer;
beforeAll(async () => {
  await newCluster();
  server = await startMailServer({
    refuse: (to) =>
      to.startsWith("nobody@")
        ? { code: 550, words: "No such user here" }
        : to.startsWith("full@")
          ? { code: 452, words: "Mailbox full" }
          : null,
  });
});
afterAll(() => server?.close());
beforeEach(async () => {
  server.received.length = 0;
  await db().$executeRaw`DELETE FROM pgboss.job`;
  await useServer(server.port);
});

test("I9 a mail of a transaction that is rolled back never leaves, one of a committed one arrives once, with three portals at work", async () => {
  await expect(
    db().$transaction(async (tx) => {
      await queueMail(tx, ctx, invitation("rolled.back@example.org"));
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  const people = Array.from({ length: 45 }, (_, i) => `person${i}@example.org`);
  await queue(...people.map((to) => invitation(to)));
  const sent = await Promise.all([deliverMail(now), deliverMail(now), deliverMail(now)]);
  expect(sent.reduce((sum, n) => sum + n, 0)).toBe(45);
  expect(server.received.flatMap(({ to }) => to).sort()).toEqual(people.sort());
  expect(await deliverMail(now)).toBe(0);
});

test("a mail says what it is about, as text and as HTML, from the address in the settings", async () => {
  await queue(invitation("ann@example.org"), {
    kind: "certificate",
    to: "ann@example.org",
    change: "revoked",
    userName: "Ann <Smith>",
    device: "laptop",
    commonName: "ann.laptop.1",
    reason: "keyCompromise",
    at: "2026-12-01T10:00:00.000Z",
  });
  await deliverMail(now);
  const [first, second] = server.received.sort((a, b) => a.raw.length - b.raw.length).map(({ mail }) => mail);
  const both = [first, second];
  const invited = both.find((mail) => mail?.subject === "Your VPN profile for Harbour");
  const revoked = both.find((mail) => mail?.subject === "The VPN profile of your device laptop no longer works");
  expect(invited?.from).toEqual({ name: "Homeport", address: "vpn@example.org" });
  expect(invited?.text).toContain("http://localhost:3000/invitation#kzW3Yt2oQpHkq8n1VbSxwT4mJ0dLrE5uCgAfZiN6yXc");
  expect(invited?.html).toContain('<a href="http://localhost:3000/invitation#kzW3Yt2oQpHkq8n1VbSxwT4mJ0dLrE5uCgAfZiN6yXc">');
  expect(revoked?.text).toContain("revoked on 2026-12-01 10:00 UTC (keyCompromise)");
  expect(revoked?.html).toContain("Hello Ann &lt;Smith&gt;,");
});

test("no name adds a header or a recipient", async () => {
  const evil = "Ann\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script>";
  await queue(
    invitation("ann@example.org", { userName: evil, clusterName: evil, device: evil }),
    {
      kind: "account-invitation",
      to: "bob@example.org",
      role: evil,
      link: "http://localhost/x",
      expiresAt: later,
      invitedBy: evil,
      clusterName: evil,
    },
    { kind: "alert", to: "cid@example.org", raised: true, sentence: evil, href: "/nodes/vpn1", at: later },
    { kind: "test", to: "dan@example.org, eve@example.org" },
    { kind: "test", to: "Eve <eve@example.org>" },
    { kind: "test", to: "dan@example.org\r\nRCPT TO:<eve@example.org>" },
  );
  await deliverMail(now);
  expect(server.received.flatMap(({ to }) => to).sort()).toEqual(["ann@example.org", "bob@example.org", "cid@example.org"]);
  for (const { raw, mail } of server.received) {
    const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
    expect(head).not.toMatch(/^bcc:/im);
    expect(mail.headers.map(({ key }) => key)).not.toContain("bcc");
    expect(mail.to).toHaveLength(1);
    expect(mail.html).not.toContain("<script>");
  }
  const { deadLetters } = await readQueue(as(await admin()), "mail");
  expect(deadLetters.map(({ sentence }) => sentence)).toEqual(Array(3).fill(expect.stringContaining("is not one e-mail address")));
});

test("a server that is down delays nothing; the mail waits, is tried again and arrives once", async () => {
  const port = server.port;
  await server.close();
  const began = performance.now();
  await queue(invitation("ann@example.org"));
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(await deliverMail(now)).toBe(0);
  expect(await deliverMail(now)).toBe(0);
  const waiting = await readQueue(as(await admin()), "mail");
  expect(waiting).toMatchObject({ waiting: 1, deadLetters: [] });
  expect(waiting.lastSentence).toContain(`127.0.0.1 port ${port} cannot be reached`);
  await hurry();
  expect(await deliverMail(now)).toBe(0);
  server = await startMailServer({ port });
  await hurry();
  expect(await deliverMail(now)).toBe(1);
  expect(server.received.map(({ to }) => to)).toEqual([["ann@example.org"]]);
  expect(await readQueue(as(await admin()), "mail")).toMatchObject({ waiting: 0, lastSentence: null });
});

test("what the server will never take goes to the dead letters at once, what it may take later waits; an admin retries or forgets", async () => {
  await server.close();
  server = await startMailServer({
    refuse: (to) =>
      to.startsWith("nobody@")
        ? { code: 550, words: "No such user here" }
        : to.startsWith("full@")
          ? { code: 452, words: "Mailbox full" }
          : null,
  });
  await useServer(server.port);
  await queue(
    invitation("nobody@example.org"),
    invitation("full@example.org"),
    invitation("late@example.org", { expiresAt: new Date(0).toISOString() }),
  );
  expect(await deliverMail(now)).toBe(0);
  const ada = await admin();
  const state = await readQueue(as(ada), "mail");
  expect(state.waiting).toBe(1);
  expect(state.lastSentence).toContain("did not take the mail: 452 Mailbox full");
  const sentences = Object.fromEntries(state.deadLetters.map(({ to, sentence }) => [to, sentence]));
  expect(sentences["nobody@example.org"]).toContain("refused the mail: 550 No such user here");
  expect(sentences["late@example.org"]).toContain("link had ended");
  const id = state.deadLetters.find(({ to }) => to === "nobody@example.org")?.id ?? "";
  const other = state.deadLetters.find(({ to }) => to === "late@example.org")?.id ?? "";

  const retried = await watched(() => retryDeadLetter(as(ada), "mail", id));
  expect(retried).toMatchObject({ entries: ["ada@example.org: mail.retry mail"], moved: 0 });
  await server.close();
  server = await startMailServer();
  await useServer(server.port);
  expect(await deliverMail(now)).toBe(1);
  expect(server.received[0]?.to).toEqual(["nobody@example.org"]);
  const forgotten = await watched(() => forgetDeadLetter(as(ada), "mail", other));
  expect(forgotten).toMatchObject({ entries: ["ada@example.org: mail.forget mail"], moved: 0 });
  expect((await readQueue(as(ada), "mail")).deadLetters).toEqual([]);
  expect(await refusal(() => retryDeadLetter(as(ada), "mail", id))).toMatchObject({ code: "missing" });
});

test("all that were given up are tried again or forgotten in one go, with one entry; those that wait are left alone", async () => {
  const ada = await admin();
  const giveUp = async () => {
    await queue(...["ann", "bob", "cleo"].map((name) => invitation(`${name}@example.org`)));
    await db().$executeRaw`UPDATE pgboss.job SET name = 'mail-dead' WHERE name = 'mail' AND state = 'created'`;
  };
  await giveUp();
  await queue(invitation("dan@example.org"));
  const retried = await watched(() => settleDeadLetters(as(ada), "mail", { how: "retry" }));
  expect(retried.value.value).toEqual({ settled: 3, more: false });
  expect(retried).toMatchObject({ entries: ["ada@example.org: mail.retry mail"], moved: 0 });
  expect(await deliverMail(now)).toBe(4);
  expect(server.received.map(({ to }) => to[0]).toSorted()).toEqual(["ann", "bob", "cleo", "dan"].map((name) => `${name}@example.org`));
  await giveUp();
  expect(await watched(() => settleDeadLetters(as(ada), "mail", { how: "forget" }))).toMatchObject({
    entries: ["ada@example.org: mail.forget mail"],
  });
  expect(await deliverMail(now)).toBe(0);
  expect((await readQueue(as(ada), "mail")).deadLetters).toEqual([]);
  expect(await refusal(() => settleDeadLetters(as(ada), "mail", { how: "forget" }))).toMatchObject({ code: "missing" });
  expect(await refusal(() => settleDeadLetters(as({ ...ada, role: "auditor" } as Actor), "mail", { how: "retry" }))).toMatchObject({
    code: "forbidden",
  });
});

test("after the last try a mail is given up, with why; a portal that died in the middle gives its mail back", async () => {
  await useServer(1);
  await queue(invitation("ann@example.org"));
  await db().$executeRaw`UPDATE pgboss.job SET retry_limit = 1`;
  await deliverMail(now);
  await hurry();
  await deliverMail(now);
  const [dead] = (await readQueue(as(await admin()), "mail")).deadLetters;
  expect(dead).toMatchObject({ to: "ann@example.org", kind: "invitation", sentence: expect.stringContaining("cannot be reached") });

  await useServer(server.port);
  await queue(invitation("bob@example.org"));
  await db()
    .$executeRaw`UPDATE pgboss.job SET state = 'active', started_on = now() - interval '10 minutes' WHERE name = 'mail' AND state = 'created'`;
  expect(await deliverMail(now)).toBe(0);
  await tidyQueue();
  await hurry();
  expect(await deliverMail(now)).toBe(1);
});
