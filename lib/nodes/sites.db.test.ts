import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, newJoinToken, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { addNode } from "./add-node";
import { addSite } from "./add-site";
import { listSites, type SiteFacts } from "./list-sites";
import { AddNodeBody } from "./naming";
import { removeNode } from "./remove-node";
import { removeSite } from "./remove-site";
import { renameSite } from "./rename-site";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
});
const maker = { id: "00000000-0000-4000-8000-000000000001", email: "ada@example.org", role: "admin" } as const;
const operator: Actor = { kind: "token", id: "00000000-0000-4000-8000-000000000001", name: "op", role: "operator", maker };
const site = async (name: string): Promise<SiteFacts> => {
  const found = (await listSites(as(admin))).find((one) => one.name === name);
  if (!found) throw new Error(`no site ${name}`);
  return found;
};

test("a site is added and renamed, each with one audit entry and no revision", async () => {
  const added = await watched(() => addSite(as(admin), { name: "DC1" }));
  expect([added.entries, added.moved]).toEqual([["ada@example.org: site.add site DC1"], 0]);
  const { id, version } = await site("DC1");
  const renamed = await watched(() => renameSite(as(admin), id, { name: "Frankfurt", version }));
  expect([renamed.entries, renamed.moved]).toEqual([["ada@example.org: site.rename site Frankfurt"], 0]);
  expect(await site("Frankfurt")).toMatchObject({ id, version: version + 1, nodes: [], balancers: [] });
});

test("a name is one site's, in capitals or not; a stale version and another role are refused", async () => {
  expect(await refusal(() => addSite(as(admin), { name: "FRANKFURT" }))).toMatchObject({ code: "taken", field: "name" });
  const { id, version } = await site("Frankfurt");
  expect(await refusal(() => renameSite(as(admin), id, { name: "main", version }))).toMatchObject({ code: "taken", field: "name" });
  expect(await refusal(() => renameSite(as(admin), id, { name: "DC2", version: version - 1 }))).toMatchObject({
    code: "state",
    field: "version",
  });
  expect(await refusal(() => renameSite(as(admin), id, { name: "Frankfurt", version }))).toMatchObject({ code: "invalid", field: "name" });
  expect(await refusal(() => addSite(as(operator), { name: "DC3" }))).toMatchObject({ code: "forbidden" });
});

test("a site in use is not removed, and says what stands there; empty it goes, the last one never", async () => {
  const joining = await addNode(as(admin), AddNodeBody.parse({ name: "ffm1", address: "192.0.2.41", site: "Frankfurt" }));
  expect(joining.replayed).toBe(false);
  const { id, version } = await site("Frankfurt");
  const said = await refusal(() => removeSite(as(admin), id, { version }));
  expect(said).toMatchObject({ code: "state", sentence: "Frankfurt has the node ffm1. Move or remove them first." });
  expect((await site("Frankfurt")).stays).toBe(said.sentence);
  await removeNode(as(admin), "ffm1", { confirm: "ffm1" });
  const gone = await watched(() => removeSite(as(admin), id, { version }));
  expect([gone.entries, gone.moved]).toEqual([["ada@example.org: site.remove site Frankfurt"], 0]);
  // The node of before can still be looked at.
  expect(await db().node.findUniqueOrThrow({ where: { name: "ffm1" }, include: { site: true } })).toMatchObject({ site: { name: "Main" } });
  const main = await site("Main");
  expect(await refusal(() => removeSite(as(admin), main.id, { version: main.version }))).toMatchObject({ code: "state" });
});

test("a node that is added while its site is removed is in a site, whoever was first", async () => {
  for (let round = 0; round < 5; round++) {
    const done = await addSite(as(admin), { name: "Race" });
    if (done.replayed) throw new Error("a replay");
    const body = AddNodeBody.parse({ name: `race${round}`, address: `192.0.2.${50 + round}`, site: "Race" });
    const [node, removed] = await Promise.allSettled([addNode(as(admin), body), removeSite(as(admin), done.value.id, { version: 1 })]);
    expect(
      [node.status, removed.status].toSorted(),
      JSON.stringify([node, removed], (_k, v) => (typeof v === "bigint" ? String(v) : v)),
    ).toEqual(["fulfilled", "rejected"]);
    if (node.status === "fulfilled") await removeNode(as(admin), body.name, { confirm: body.name });
    if (removed.status === "rejected") await removeSite(as(admin), done.value.id, { version: 1 });
  }
});

test("a node's site and the reserved names", async () => {
  await addEnrolledNode(as(admin), "vpn1");
  expect((await site("Main")).nodes).toContain("vpn1");
  expect(AddNodeBody.safeParse({ name: "remotes", address: "a.example.org" }).success).toBe(false);
  expect(await refusal(() => addNode(as(admin), AddNodeBody.parse({ name: "vpn9", address: "192.0.2.9", site: "Nowhere" })))).toMatchObject(
    {
      code: "invalid",
      field: "site",
    },
  );
  await newJoinToken(as(admin), "vpn2");
});
