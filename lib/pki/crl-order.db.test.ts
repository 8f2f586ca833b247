import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { bundleSecondPortal, startSecondPortal } from "@/lib/jobs/portal-process";
import { addPersonWithProfile, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { crlHas } from "./crl-gate";
import { readCrls } from "./read-files";

let admin: Actor;
let portal: Awaited<ReturnType<typeof bundleSecondPortal>>;
const PER_PORTAL = 12;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/22");
  portal = await bundleSecondPortal();
  // Every CRL that is ever in force leaves its number and times here, in the order in which they were written.
  await db()
    .$executeRaw`CREATE TABLE seen (id bigserial, number bigint, this_update timestamptz, signed_at timestamptz, at timestamptz DEFAULT clock_timestamp(), entries int)`;
  await db()
    .$executeRaw`CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen (number, this_update, signed_at, entries) VALUES (NEW.number, NEW.this_update, NEW.signed_at, NEW.entry_count); RETURN NEW; END $$`;
  await db().$executeRaw`CREATE TRIGGER see AFTER INSERT OR UPDATE OF number ON crl FOR EACH ROW EXECUTE FUNCTION see()`;
  for (const who of ["left", "right", "slow", "here"])
    await Promise.all(Array.from({ length: PER_PORTAL }, (_, i) => addPersonWithProfile(as(admin), `${who}${i}`)));
});
afterAll(() => portal.remove());

type Seen = { number: bigint; this_update: Date; at: Date; entries: number };
const seen = () => db().$queryRaw<Seen[]>`SELECT number, this_update, at, entries FROM seen ORDER BY id`;

function expectRising(rows: readonly Seen[]): void {
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    expect(row.this_update.getTime(), "never in the future").toBeLessThan(row.at.getTime());
    if (!before) continue;
    expect(row.number).toBeGreaterThan(before.number);
    expect(row.this_update.getTime() - before.this_update.getTime()).toBeGreaterThanOrEqual(1000);
    expect(row.entries).toBeGreaterThanOrEqual(before.entries);
  }
}

test("way.5 I4: numbers and thisUpdate rise without a tie while three portals, one 20 s behind and one 20 s ahead, revoke at once", async () => {
  const portals = [
    startSecondPortal(portal.file, "revoke", "left", "0", "20000"),
    startSecondPortal(portal.file, "revoke", "right", "0", "-20000"),
    startSecondPortal(portal.file, "revoke", "slow"),
  ];
  const here = await db().user.findMany({ where: { username: { startsWith: "here" } } });
  await Promise.all(here.map(({ username }) => offboardUser(as(admin), username, { confirm: username })));
  await Promise.all(portals.map(({ exited }) => exited));
  for (const { lines } of portals) expect(lines().at(-1)).toBe("done");
  const rows = await seen();
  expect(rows).toHaveLength(4 * PER_PORTAL);
  expectRising(rows);
  expect(rows.at(-1)?.entries).toBe(4 * PER_PORTAL);
  const serials = (await db().certificate.findMany({ where: { kind: "device" } })).map(({ serial }) => serial);
  const crl = (await readCrls())[0] ?? new Uint8Array();
  expect(serials.filter((serial) => !crlHas(crl, serial))).toEqual([]);
});

test("I4: with a clock that steps back 25 s between two revocations they still rise", async () => {
  const two = [await addPersonWithProfile(as(admin), "before"), await addPersonWithProfile(as(admin), "after")];
  await revokeDevice(as(admin), two[0]?.deviceId ?? "", { reason: "superseded" });
  await revokeDevice(
    as(admin, () => new Date(Date.now() - 25_000)),
    two[1]?.deviceId ?? "",
    { reason: "superseded" },
  );
  const rows = await seen();
  expect(rows).toHaveLength(4 * PER_PORTAL + 2);
  expectRising(rows);
});
