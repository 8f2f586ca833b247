import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlans, type Plans } from "@/lib/db/plans-for-tests";
import { as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { seedUsers } from "@/lib/users/users-for-tests";
import { endLeavers } from "./end-leavers";
import { expireCertificates } from "./expire-certificates";
import { freePairs } from "./free-pairs";
import { measureOffboardings } from "./measure-offboardings";
import { retireSuperseded } from "./retire-superseded";
import { revokeUnfinished } from "./revoke-unfinished";

const MANY = 10_000;
const JOBS = { endLeavers, expireCertificates, freePairs, measureOffboardings, retireSuperseded, revokeUnfinished };
let plans: Plans;

/** As many users, each with a device and its certificate, of which some were revoked. */
beforeAll(async () => {
  plans = await openPlans();
  await newCluster("10.8.0.0/24");
  await seedUsers(plans.client, MANY);
  await plans.client.$executeRaw`
    INSERT INTO certificate (serial, kind, authority_id, common_name, device_id, spki_sha256, not_before, not_after, reserved_at, issued_at, der, revision)
    SELECT lpad(to_hex(n), 32, '0'), 'device', (SELECT id FROM authority WHERE kind = 'issuing'), 'u' || n || '.laptop.1', id, 'spki' || n,
      now() - interval '1 day', now() + interval '700 days' + interval '1 minute' * n, now() - interval '1 day', now(), decode(lpad(to_hex(n), 8, '0'), 'hex'), 1
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM device) d`;
}, 120_000);
afterAll(() => plans.server.end());

test.each(["before PostgreSQL knows how many there are", "when it knows"])(
  `portal.5 with ${MANY} users no job that looks for something to do reads more than 200 rows, %s`,
  async (when) => {
    if (when === "when it knows") await plans.server.query("ANALYZE");
    for (const [name, job] of Object.entries(JOBS)) {
      const { rows, sql } = await plans.worst(() => job(as({ kind: "portal" })));
      expect(rows, `${name}: ${sql}`).toBeLessThanOrEqual(200);
    }
  },
);
