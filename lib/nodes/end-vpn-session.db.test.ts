import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  refusal,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { drainNode } from "./drain-node";
import { endVpnSession, EndVpnSessionBody } from "./end-vpn-session";
import { startRollout } from "./start-rollout";
import { storeReport } from "./store-report";

let admin: Actor;
let node: TestNode;
const ask = { node: "vpn1", clientId: 4, commonName: "ann.laptop.1" };
const end = (said: Partial<typeof ask> = {}, actor: Actor = admin) => endVpnSession(as(actor), { ...ask, ...said });

beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
  await addPersonWithProfile(as(admin), "ann");
  const since = new Date().toISOString();
  const body = {
    commonName: "ann.laptop.1",
    clientId: 4,
    ipv4: "10.8.0.2",
    ipv6: null,
    source: "203.0.113.5:1",
    since,
    bytesIn: 7,
    bytesOut: 2,
  };
  await storeReport(nodeContext(node), reportOf(node, { vpnSessions: [body] }));
});

test("a VPN session is ended by an order to its node, with one audit entry and no revision", async () => {
  const { value, entries, moved } = await watched(() => end());
  expect({ entries, moved }).toEqual({ entries: ["ada@example.org: vpn-session.end user ann"], moved: 0 });
  expect(await db().sessionOrder.findMany()).toMatchObject([
    { kind: "end", clientId: 4, commonName: "ann.laptop.1", bytesIn: 7n, doneAt: null },
  ]);
  expect(value).toMatchObject({ value: { seq: expect.stringMatching(/^\d+$/) } });
});

test("where source addresses are not kept, the audit log does not keep one for ever", async () => {
  const details = async () => {
    await end();
    const [entry] = await db().$queryRaw<{ details: Record<string, unknown> }[]>`
      SELECT details FROM audit_entry WHERE action = 'vpn-session.end' ORDER BY seq DESC LIMIT 1`;
    return Object.keys(entry?.details ?? {}).sort();
  };
  expect(await details()).toEqual(["commonName", "node", "since", "source"]);
  await db().settings.updateMany({ data: { keepSourceAddresses: false } });
  expect(await details()).toEqual(["commonName", "node", "since"]);
  await db().settings.updateMany({ data: { keepSourceAddresses: true } });
});

test.each([
  [{ node: "vpn9" }, "missing", "There is no node vpn9."],
  [{ clientId: 5 }, "gone", "This VPN session on vpn1 has ended already."],
  [{ commonName: "ann.laptop.2" }, "gone", "This VPN session on vpn1 has ended already."],
])("%j is refused in a sentence", async (said, code, sentence) => {
  expect(await refusal(() => end(said))).toMatchObject({ code, sentence });
});

test("an agent that does not know such orders is not given one, nor a drain, nor a restart: refused in a sentence", async () => {
  await db().node.update({ where: { name: "vpn1" }, data: { agentVersion: "0.2.0" } });
  const old = expect.stringMatching(/^The agent on vpn1 is version 0\.2\.0 and .+ Put the new agent there first/);
  expect(await refusal(() => end())).toMatchObject({ code: "state", sentence: old, field: "node" });
  expect(await refusal(() => drainNode(as(admin), "vpn1"))).toMatchObject({ code: "state", sentence: old });
  expect(await refusal(() => startRollout(as(admin), { kind: "restart" }))).toMatchObject({ code: "state", sentence: old });
  await db().node.update({ where: { name: "vpn1" }, data: { agentVersion: "0.3.0" } });
});

test("a silent node would not hear of it; an auditor may not", async () => {
  const later = () => new Date(Date.now() + 60_000);
  expect(await refusal(() => endVpnSession(as(admin, later), ask))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("vpn1 is silent"),
  });
  if (admin.kind !== "account") throw new Error("an admin has an account");
  const auditor: Actor = { ...admin, role: "auditor" };
  expect(await refusal(() => end({}, auditor))).toMatchObject({ code: "forbidden" });
});

test.each([
  [{ node: "" }, "Say which node the VPN session is on."],
  [{ clientId: -1 }, "The client's number is not negative."],
  [{ clientId: 2 ** 31 }, "The client's number is too large."],
  [{ commonName: "x".repeat(65) }, "A common name has 64 bytes at most."],
])("%j is no VPN session", (said, sentence) => {
  expect(EndVpnSessionBody.safeParse({ ...ask, ...said }).error?.issues[0]?.message).toBe(sentence);
});
