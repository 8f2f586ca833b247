import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { changeSettings } from "./change-settings";
import { addEnrolledNode, addPerson, as, newCluster, pull, refusal, useLink, watched, type TestNode } from "./cluster-for-tests";
import { previewSettings } from "./preview-settings";
import { readClusterSettings } from "./read-settings";
import { readIssued } from "./read-issued";
import { SettingsBody } from "./settings-body";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
/** The settings as they are, with something else; as the form sends them. */
const body = async (change: object = {}) => SettingsBody.parse({ ...(await readClusterSettings(as(admin))), ...change });
const serverConf = async () => (await pull(node))?.files.find(({ path }) => path === "server.conf")?.content ?? "";

test("a change that reaches nodes moves the revision once, is audited with before and after, and stands in the next bundle", async () => {
  const { value, entries, moved } = await watched(async () =>
    changeSettings(as(admin), await body({ routes4: ["10.20.0.0/24", "10.30.0.0/16"], tunMtu: 1400, deviceLimit: 9 })),
  );
  expect(entries).toEqual(["ada@example.org: settings.change settings"]);
  expect(moved).toBe(1);
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  expect(value).toEqual({ version: 2, changed: ["routes4", "tunMtu", "deviceLimit"], revision: String(revision) });
  expect(await readClusterSettings(as(admin))).toMatchObject({
    version: 2,
    tunMtu: 1400,
    deviceLimit: 9,
    routes4: ["10.20.0.0/24", "10.30.0.0/16"],
  });
  const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(entry.details).toEqual({
    before: { routes4: ["10.20.0.0/24"], tunMtu: null, deviceLimit: 5 },
    after: { routes4: ["10.20.0.0/24", "10.30.0.0/16"], tunMtu: 1400, deviceLimit: 9 },
  });
  expect(await serverConf()).toContain("\ntun-mtu 1400\n");
  expect(await serverConf()).toContain('push "route 10.30.0.0 255.255.0.0"');
});

test("the preview is what happens: its lines are the bundle's before and after, and it changes nothing", async () => {
  const next = await body({ mssfix: 1300, splitDns: true });
  const before = (await serverConf()).split("\n");
  const { value, entries, moved } = await watched(() => previewSettings(as(admin), next));
  expect([entries, moved]).toEqual([[], 0]);
  await changeSettings(as(admin), next);
  const after = (await serverConf()).split("\n");
  const lines = value.serverConf[0]?.lines ?? [];
  expect(value.serverConf.map(({ nodes }) => nodes)).toEqual([["vpn1"]]);
  const added = lines.filter(({ mark }) => mark === "new").map(({ text }) => text);
  expect(added).toContain("mssfix 1300");
  expect(after.filter((line) => !before.includes(line))).toEqual(added);
  expect(lines.filter(({ mark }) => mark === "gone")).toEqual([]);
});

test("a change that reaches no node moves no revision; new profiles take MTU and goodbye from the settings", async () => {
  const { value, moved, entries } = await watched(async () => changeSettings(as(admin), await body({ invitationHours: 24 })));
  expect([moved, entries.length, (value as { revision: unknown }).revision]).toEqual([0, 1, null]);
  await changeSettings(as(admin), await body({ explicitExitNotify: false }));
  const person = await addPerson(as(admin), "ann");
  const serial = await useLink(person.token);
  const issued = await readIssued(as({ kind: "invitation", id: person.invitationId }), serial);
  expect(issued.options).toEqual({ tunMtu: 1400, explicitExitNotify: false, remoteRandom: true });
});

test("portal.7: of two who change the settings at once one is refused and told why; nothing of hers is lost unseen", async () => {
  const [hers, his] = await Promise.all([body({ overlapDays: 21 }), body({ quarantineDays: 60 })]);
  const { value: outcomes, entries } = await watched(() =>
    Promise.allSettled([changeSettings(as(admin), hers), changeSettings(as(admin), his)]),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(entries).toHaveLength(1);
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  expect(refused?.reason).toMatchObject({
    code: "state",
    field: "version",
    sentence: expect.stringContaining("Somebody else has changed"),
  });
  await expect(previewSettings(as(admin), hers)).rejects.toMatchObject({ field: "version" });
});

test("what changes nothing, and what a node would not take, is refused; so is everybody who is no admin", async () => {
  const { version } = await readClusterSettings(as(admin));
  expect(await refusal(async () => changeSettings(as(admin), await body()))).toMatchObject({ code: "invalid" });
  // Past the form: somebody wrote an interface into the database that no agent would take.
  await db().node.update({ where: { name: "vpn1" }, data: { interface: "tun0\nup /bin/sh" } });
  const refused = await refusal(async () => changeSettings(as(admin), await body({ mssfix: 1200 })));
  expect(refused).toMatchObject({ code: "invalid", sentence: expect.stringContaining("vpn1 would not take this") });
  await db().node.update({ where: { name: "vpn1" }, data: { interface: "tun0" } });
  for (const role of ["operator", "auditor", "none"] as const) {
    const other = as({ ...admin, role } as Actor);
    expect(await refusal(async () => changeSettings(other, await body({ mssfix: 1200 })))).toMatchObject({ code: "forbidden" });
    await expect(previewSettings(other, await body({ mssfix: 1200 }))).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(readClusterSettings(as({ ...admin, role: "none" } as Actor))).rejects.toMatchObject({ code: "forbidden" });
  expect((await readClusterSettings(as(admin))).version).toBe(version);
});

test("I9: the same change twice with one key is one change, and both get its answer", async () => {
  const next = await body({ vpnSessionDays: 90 });
  const { value, entries } = await watched(async () => [
    await changeSettings(as(admin, undefined, "k1"), next),
    await changeSettings(as(admin, undefined, "k1"), next),
  ]);
  expect(entries).toHaveLength(1);
  expect(value[0]).toEqual(value[1]);
});
