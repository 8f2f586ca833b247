import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { contextFor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  admin,
  as,
  newCluster,
  nodeContext,
  pull,
  refusal,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { readOverview } from "@/lib/lifecycle/read-overview";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { startMailServer, type MailServer } from "@/lib/mail/mail-server-for-tests";
import { readQueue } from "@/lib/mail/read-dead-letters";
import { storeReport } from "@/lib/nodes/store-report";
import { AlertSettingsBody } from "./alert-settings";
import { changeAlertSettings, renewWebhookSecret } from "./change-alert-settings";
import { deliverWebhooks } from "./deliver-webhooks";
import { listAlerts } from "./list-alerts";
import { raiseAlerts } from "./raise-alerts";
import { startReceiver, type Receiver } from "./receiver-for-tests";
import { sendTestWebhook } from "./send-test-webhook";
import { verifySignature } from "./webhook-signature";

const MINUTE = 60_000;
let at = Date.now();
const now = () => new Date(at);
const portal = () => ({ ...contextFor({ kind: "portal" }), now });
let node: TestNode;
let mails: MailServer;
let hook: Receiver;
let answer: number | null = 204;
let secret = "";

/** The node says what it has: by default what it was sent. */
async function report(said: Partial<Parameters<typeof reportOf>[1] & object> = {}): Promise<void> {
  const bundle = await pull(node);
  const crl = await db().crl.findFirstOrThrow();
  await storeReport(
    nodeContext(node, now),
    reportOf(node, {
      clock: now().toISOString(),
      epoch: bundle?.epoch ?? 1,
      revision: bundle?.to ?? 0,
      digest: bundle?.digest ?? "",
      crl: { number: String(crl.number), thisUpdate: crl.thisUpdate.toISOString(), nextUpdate: crl.nextUpdate.toISOString() },
      ...said,
    }),
  );
}

/** Looks, and again after what must hold has held. */
async function look(): Promise<{ raised: number; cleared: number }> {
  const first = await raiseAlerts(portal());
  at += MINUTE + 1_000;
  const second = await raiseAlerts(portal());
  return { raised: first.raised + second.raised, cleared: first.cleared + second.cleared };
}
const deliver = async () => [await deliverMail(now), await deliverWebhooks(now)];
const open = async () =>
  (await db().alert.findMany({ where: { clearedAt: null } })).map(({ code, subject }) => `${code} ${subject}`).sort();

beforeAll(async () => {
  await newCluster();
  node = await addEnrolledNode(as(await admin()), "vpn1");
  mails = await startMailServer();
  hook = await startReceiver({ answer: () => answer });
  await db().settings.update({
    where: { id: 1 },
    data: { smtpHost: "127.0.0.1", smtpPort: mails.port, smtpSecurity: "none", mailFrom: "vpn@example.org" },
  });
});
afterAll(async () => {
  await mails?.close();
  await hook?.close();
});
beforeEach(() => {
  mails.received.length = 0;
  hook.calls.length = 0;
  answer = 204;
});

test("I12 the webhook's secret is sealed and in one answer only; what was there keeps its own", async () => {
  const ada = await admin();
  const { version } = await db().settings.findUniqueOrThrow({ where: { id: 1 } });
  const body = AlertSettingsBody.parse({
    version,
    emails: ["oncall@example.org", "oncall@example.org", "ada@example.org"],
    webhook: hook.url,
  });
  const key = as(ada, undefined, "save alerts");
  const saved = await watched(() => changeAlertSettings(key, body));
  expect(saved).toMatchObject({ entries: ["ada@example.org: settings.alerts alerts"], moved: 0 });
  if (saved.value.replayed) throw new Error("replayed");
  secret = saved.value.value.secret ?? "";
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(saved.value.value.emails).toEqual(["oncall@example.org", "ada@example.org"]);
  const again = await changeAlertSettings(key, body);
  expect(again.replayed).toBe(true);
  expect(JSON.stringify(again.value)).not.toContain(secret);
  const [stored] = await db().$queryRaw<{ text: string }[]>`
    SELECT string_agg(t, '') AS text FROM (SELECT row_to_json(s)::text AS t FROM secret s UNION ALL SELECT row_to_json(i)::text FROM idempotency_key i
      UNION ALL SELECT row_to_json(e)::text FROM audit_entry e UNION ALL SELECT row_to_json(g)::text FROM settings g) a`;
  expect(stored?.text).toContain("oncall@example.org");
  expect(stored?.text).not.toContain(secret);
  expect(await refusal(() => changeAlertSettings(as(ada), body))).toMatchObject({ code: "state", field: "version" });
  const same = await changeAlertSettings(as(ada), { ...body, version: version + 1 });
  expect(same.replayed ? null : same.value.secret).toBeUndefined();
});

test("a node that falls silent is told once by mail and webhook, and once when it is back, with portals that look at the same time", async () => {
  await report();
  expect(await look()).toMatchObject({ raised: 0 });
  at += 10 * MINUTE;
  await look();
  await Promise.all([raiseAlerts(portal()), raiseAlerts(portal()), raiseAlerts(portal())]);
  expect(await open()).toContain("node-silent node vpn1");
  expect(await look()).toEqual({ raised: 0, cleared: 0 });
  await deliver();
  const silent = () => mails.received.filter(({ mail }) => mail.subject?.includes("vpn1 has been silent"));
  expect(
    silent()
      .flatMap(({ to }) => to)
      .sort(),
  ).toEqual(["ada@example.org", "oncall@example.org"]);
  expect(silent()[0]?.mail).toMatchObject({ subject: expect.stringMatching(/^Needs a person: /) });
  const told = () => hook.calls.map(({ body }) => JSON.parse(body)).filter(({ alert }) => alert?.code === "node-silent");
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatchObject({
    type: "alert.raised",
    cluster: "Harbour",
    alert: { subject: "node vpn1", tone: "bad", url: "http://localhost:3000/nodes/vpn1" },
  });

  await report();
  await Promise.all([raiseAlerts(portal()), raiseAlerts(portal()), raiseAlerts(portal())]);
  expect(await look()).toEqual({ raised: 0, cleared: 0 });
  await deliver();
  await deliver();
  expect(silent()).toHaveLength(4);
  expect(silent().filter(({ mail }) => mail.subject?.startsWith("Over: "))).toHaveLength(2);
  expect(told().map(({ type }) => type)).toEqual(["alert.raised", "alert.cleared"]);
  expect(new Set(hook.calls.map(({ headers }) => headers["x-homeport-delivery"])).size).toBe(hook.calls.length);
  const list = await listAlerts(as(await admin()), {});
  expect(list.rows.find(({ code }) => code === "node-silent")).toMatchObject({ subject: "node vpn1", clearedAt: expect.any(Date) });
});

test("the webhook's signature verifies with its secret and with no other, and not for another body", async () => {
  await sendTestWebhook({ ...as(await admin()), now });
  const [call] = hook.calls;
  if (!call) throw new Error("no call");
  const signature = String(call.headers["x-homeport-signature"]);
  expect(call.path).toBe("/hook");
  expect(verifySignature(secret, signature, call.body, now())).toBe(true);
  expect(verifySignature(`${secret}x`, signature, call.body, now())).toBe(false);
  expect(verifySignature(secret, signature, call.body.replace("test", "tess"), now())).toBe(false);
  const renewed = await renewWebhookSecret(as(await admin()));
  const other = renewed.replayed ? "" : (renewed.value.secret ?? "");
  await sendTestWebhook({ ...as(await admin()), now });
  const after = hook.calls[1];
  expect(verifySignature(secret, String(after?.headers["x-homeport-signature"]), after?.body ?? "", now())).toBe(false);
  expect(verifySignature(other, String(after?.headers["x-homeport-signature"]), after?.body ?? "", now())).toBe(true);
});

test("a webhook that fails, redirects or never answers is tried again and arrives; a redirect is not followed", async () => {
  at += 10 * MINUTE;
  await look();
  expect(await open()).toContain("node-silent node vpn1");
  const waits = async () => (await readQueue(as(await admin()), "webhook")).waiting;
  const hurry = () =>
    db().$executeRaw`UPDATE pgboss.job SET start_after = now() - interval '1 second' WHERE name = 'webhook' AND state = 'retry'`;
  const before = await waits();
  expect(before).toBeGreaterThan(0);
  for (const status of [500, 302, null]) {
    answer = status;
    expect(await deliverWebhooks(now)).toBe(0);
    await hurry();
  }
  expect(await waits()).toBe(before);
  expect((await readQueue(as(await admin()), "webhook")).lastSentence).toBe(`127.0.0.1:${hook.port} did not answer within 5 s.`);
  expect(hook.calls.some(({ path }) => path === "/elsewhere")).toBe(false);
  answer = 204;
  expect(await deliverWebhooks(now)).toBe(before);
  expect(await waits()).toBe(0);
}, 60_000);

test("I7 a restore is detected: a node of a later epoch, a higher revision, or the same revision with other files", async () => {
  await report();
  await look();
  expect(await open()).not.toContain("restored node vpn1");
  const { revision, epoch } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const said = [
    [{ epoch: epoch + 1 }, /has epoch 2, and the portal is at 1/],
    [{ revision: Number(revision) + 7 }, new RegExp(`has revision ${revision + 7n}, and the portal is at ${revision}`)],
    [{ digest: "ab".repeat(32) }, /has other files of revision/],
  ] as const;
  for (const [other, sentence] of said) {
    await report(other);
    await look();
    await report(other);
    expect(await open()).toContain("restored node vpn1");
    const [alert] = await db().alert.findMany({ where: { code: "restored", clearedAt: null } });
    expect(alert?.sentence).toMatch(sentence);
    expect((await readOverview({ ...as(await admin()), now })).needs).toContainEqual(
      expect.objectContaining({ code: "restored", sentence: alert?.sentence }),
    );
    await report();
    await look();
    expect(await open()).not.toContain("restored node vpn1");
  }
});

test("a node's old CRL and its certificate near the end, a full pool, a CA near its end: each is an alert", async () => {
  const old = new Date(at - 4 * 60 * MINUTE).toISOString();
  const crl = await db().crl.findFirstOrThrow();
  await report({ crl: { number: String(crl.number - 1n), thisUpdate: old, nextUpdate: crl.nextUpdate.toISOString() } });
  await db().crl.updateMany({ data: { thisUpdate: new Date(at - 60 * MINUTE) } });
  await db().certificate.updateMany({ where: { kind: "node" }, data: { notAfter: new Date(at + 6 * 24 * 60 * MINUTE) } });
  await db().authority.updateMany({ where: { kind: "issuing" }, data: { notAfter: new Date(at + 100 * 24 * 60 * MINUTE) } });
  await db().addressPair.updateMany({
    where: { index: { gt: 20 } },
    data: { state: "quarantined", releasedAt: now(), releaseRevision: 1n },
  });
  await raiseAlerts(portal());
  expect(await open()).toEqual(
    expect.arrayContaining(["crl-old-at-node node vpn1", "issuing-ends cluster", "node-certificate-ends node vpn1", "pool cluster"]),
  );
});

test("only admins say who is told; all who may see the settings see the alerts", async () => {
  const ada = await admin();
  if (ada.kind !== "account") throw new Error("no account");
  const body = AlertSettingsBody.parse({ version: 1, emails: [], webhook: null });
  for (const role of ["operator", "auditor"] as const) {
    for (const work of [changeAlertSettings, renewWebhookSecret, sendTestWebhook])
      expect(await refusal(() => work(as({ ...ada, role }), body))).toMatchObject({ code: "forbidden" });
    expect((await listAlerts(as({ ...ada, role }), { state: "open" })).rows.length).toBeGreaterThan(0);
  }
  expect(await refusal(() => listAlerts(as({ ...ada, role: "none" }), {}))).toMatchObject({ code: "forbidden" });
});
