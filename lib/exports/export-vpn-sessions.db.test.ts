import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, refusal } from "@/lib/lifecycle/cluster-for-tests";
import { PastQuery, SessionQuery } from "@/lib/nodes/session-filter";
import type { Export } from "./export";
import { exportPastSessions, exportVpnSessions } from "./export-vpn-sessions";

const START = Date.parse("2026-11-20T08:00:00Z");
let admin: Actor;

beforeAll(async () => {
  admin = await newCluster();
  const nodes = [await addEnrolledNode(as(admin), "vpn1"), await addEnrolledNode(as(admin), "vpn2")];
  await addPersonWithProfile(as(admin), "ann");
  // More than a page of the list, and more than a search gives.
  const rows = Array.from({ length: 170 }, (_, i) => ({
    nodeId: nodes[i % 2]?.id ?? "",
    commonName: i === 0 ? "ann.laptop.1" : `some.body${i}.laptop.1`,
    ipv4: `10.8.0.${i + 2}`,
    ipv6: `fd7a::${(i + 2).toString(16)}`,
    source: `203.0.113.${i}:1194`,
    since: new Date(START + i * 1000),
    bytesIn: BigInt(i),
    bytesOut: 1n,
  }));
  await db().vpnSession.createMany({ data: rows.map((row, clientId) => ({ ...row, clientId })) });
  await db().pastVpnSession.createMany({ data: rows.map((row, i) => ({ ...row, until: new Date(START + i * 3_600_000) })) });
});

async function all<Row extends Record<string, unknown>>({ columns, rows }: Export<Row>): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const some of rows) found.push(...some.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))));
  return found;
}
const now = (query: object) => all(exportVpnSessions(as(admin), SessionQuery.parse(query)));
const past = (query: object) => all(exportPastSessions(as(admin), PastQuery.parse(query)));

test("VPN sessions come out by the filter of their list, each with who it is", async () => {
  expect(await now({})).toHaveLength(170);
  expect(await now({ node: "vpn2" })).toHaveLength(85);
  expect(await now({ search: "ann" })).toEqual([
    {
      username: "ann",
      name: "Person ann",
      device: "laptop",
      commonName: "ann.laptop.1",
      node: "vpn1",
      site: "Main",
      ipv4: "10.8.0.2",
      ipv6: "fd7a::2",
      source: "203.0.113.0:1194",
      via: null,
      since: new Date(START),
      bytesIn: 0n,
      bytesOut: 1n,
    },
  ]);
});

test("those that have ended come out by theirs: who, where, and between which days", async () => {
  expect(await past({})).toHaveLength(170);
  expect(await past({ node: "vpn1" })).toHaveLength(85);
  expect(await past({ search: "ann" })).toMatchObject([{ username: "ann", device: "laptop", until: new Date(START) }]);
  const day = await past({ from: "2026-11-21", to: "2026-11-21" });
  expect(day.map(({ until }) => (until as Date).toISOString().slice(0, 10))).toEqual(Array.from({ length: 24 }, () => "2026-11-21"));
});

test("a search of which the list has a part only is refused: a part would be taken for all of it", async () => {
  const sentence = "Too many VPN sessions match the search to have all of them. Type more, or export without it.";
  expect(await refusal(() => now({ search: "some" }))).toEqual({ code: "invalid", sentence, field: "search" });
});
