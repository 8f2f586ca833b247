import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { openPlans, type Plans } from "@/lib/db/plans-for-tests";
import { addEnrolledNode, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { seedUsers } from "@/lib/users/users-for-tests";
import { listPastSessions } from "./list-past-sessions";
import { listVpnSessions } from "./list-vpn-sessions";
import { PastQuery, SessionQuery } from "./session-filter";

const MANY = 6_000;
let plans: Plans;
let admin: Actor;

beforeAll(async () => {
  plans = await openPlans();
  admin = await newCluster();
  await seedUsers(plans.client, MANY);
  for (const name of ["vpn1", "vpn2", "vpn3", "vpn4", "vpn5", "vpn6"]) await addEnrolledNode(as(admin), name);
  await plans.client.$executeRaw`
    INSERT INTO vpn_session (node_id, client_id, common_name, ipv4, ipv6, source, since, bytes_in, bytes_out)
    SELECT n.id, i, 'u' || i || '.laptop.1', '172.16.' || i / 250 || '.' || i % 250, 'fd7a:1::' || to_hex(i), '203.0.113.9:' || i, now() - i * interval '1 s', 0, 0
    FROM generate_series(1, 4000) i JOIN (SELECT id, row_number() OVER () AS at FROM node) n ON n.at = i % 6 + 1`;
  await plans.client.$executeRaw`
    INSERT INTO past_vpn_session (id, node_id, common_name, since, until, bytes_in, bytes_out)
    SELECT gen_random_uuid(), node_id, common_name, since, since + h * interval '1 h', 0, 0 FROM vpn_session, generate_series(1, 3) h`;
}, 240_000);
afterAll(() => plans.server.end());

const now = (query: object) => listVpnSessions(as(admin), SessionQuery.parse(query));
const past = (query: object) => listPastSessions(as(admin), PastQuery.parse(query));

test.each<[string, (query: object) => Promise<{ next: string | null }>, object[]]>([
  [
    "of now",
    now,
    [
      ...["since", "name"].flatMap((sort) =>
        ["asc", "desc"].flatMap((order) => [{}, { node: "vpn2" }, { site: "Main" }].map((of) => ({ ...of, sort, order }))),
      ),
      ...["u77", "u", "ann", "ann smith", "172.16.2", "203.0.113.9:1", "fd7a:1::a", "nobody"].map((search) => ({ search })),
    ],
  ],
  [
    "that have ended",
    past,
    [
      {},
      { node: "vpn1" },
      { search: "u77" },
      { search: "u" },
      { from: "2026-01-01", to: "2030-01-01" },
      { node: "vpn2", to: "2030-01-01" },
    ],
  ],
])(
  "portal.5 no query of the list of VPN sessions %s reads more than 200 rows",
  async (_which, list, queries) => {
    await plans.server.query("ANALYZE");
    for (const query of queries) {
      const { next } = await list(query);
      for (const cursor of next ? [undefined, next] : [undefined]) {
        const { rows, sql } = await plans.worst(() => list({ ...query, cursor }));
        expect(rows, `${JSON.stringify(query)}: ${sql}`).toBeLessThanOrEqual(200);
      }
    }
  },
  120_000,
);
