import { beforeAll, expect, test } from "vitest";
import { rounds } from "@/e2e/measure";
import type { Actor } from "@/lib/core/context";
import { verifyAudit } from "@/lib/core/verify-audit";
import { db } from "@/lib/db/client";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { Refusal } from "@/lib/refusal";
import { addDevice } from "@/lib/users/add-device";
import { invite } from "@/lib/users/invite";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  newCluster,
  newCsr,
  pull,
  useLink,
  type TestNode,
} from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { revokeDevice } from "./revoke-device";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/22");
  node = await addEnrolledNode(as(admin), "vpn1");
});

/** Nine ways in which the offboarding can fall, each at least once. */
const ROUNDS = rounds(9, 27);
const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A race may be lost in a sentence; anything else is a bug. */
async function lost(work: Promise<unknown>): Promise<"won" | "lost"> {
  return work.then(
    () => "won" as const,
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      expect(["gone", "state", "busy"]).toContain(error.code);
      return "lost" as const;
    },
  );
}

test(`way.5 I6: ${ROUNDS} races of an offboarding with uses of its invitations, new devices, new links and pulls: afterwards no bundle admits anybody`, async () => {
  let usesWon = 0;
  let stop = false;
  const refusedFrom = new Map<string, number>();
  // A node that pulls all the time: whatever it gets that began after the commit admits nobody who was offboarded before.
  const puller = (async () => {
    while (!stop) {
      const out = new Map(refusedFrom);
      const bundle = await pull(node);
      for (const name of admittedBy(bundle)) {
        const [username = ""] = name.split(".");
        if (out.has(username))
          throw new Error(`${name} is in the bundle of revision ${bundle?.to}, but ${username} was offboarded in ${out.get(username)}`);
      }
      await late(10);
    }
  })();
  // How long a use takes here, so that offboardings fall before, into and behind it on any machine.
  const began = performance.now();
  await addPersonWithProfile(as(admin), "pace");
  await offboardUser(as(admin), "pace", { confirm: "pace" });
  const pace = performance.now() - began;
  for (let i = 0; i < ROUNDS; i++) {
    const username = `racer${i}`;
    const person = await addPerson(as(admin), username);
    const csrs = await Promise.all([newCsr(`${username}.laptop.1`), newCsr(`${username}.laptop.1`)]);
    const offboarding = late((pace * (i % 9)) / 4)
      .then(() => offboardUser(as(admin), username, { confirm: username }))
      .then((done) => void refusedFrom.set(username, Number(done.revision)));
    const [first, second] = await Promise.all([
      lost(useLink(person.token, csrs[0])),
      lost(late(3).then(() => useLink(person.token, csrs[1]))),
      lost(late(i % 5).then(() => addDevice(as(admin), username, { name: "phone" }))),
      lost(late((pace * (i % 5)) / 2).then(() => invite(as(admin), person.deviceId))),
      lost(late((pace * (i % 7)) / 2).then(() => revokeDevice(as(admin), person.deviceId, { reason: "superseded" }))),
      offboarding,
    ]);
    if (first === "won" || second === "won") usesWon++;
  }
  stop = true;
  await puller;
  expect(usesWon, "some uses came before the offboarding, or this was no race").toBeGreaterThan(0);
  expect(usesWon).toBeLessThan(ROUNDS);
  console.log(`${usesWon} of ${ROUNDS} uses came before the offboarding`);

  expect(admittedBy(await pull(node))).toEqual([]);
  expect(await db().user.count({ where: { state: "offboarded" } })).toBe(ROUNDS + 1);
  const issued = await db().certificate.findMany({ where: { kind: "device" }, include: { revocation: true } });
  const crl = (await readCrls())[0] ?? new Uint8Array();
  for (const { serial, commonName, der, revocation, removalRevision } of issued) {
    expect(revocation, `${commonName} is revoked`).not.toBeNull();
    expect(crlHas(crl, serial), `${commonName} is in the CRL`).toBe(true);
    if (der) expect(removalRevision).not.toBeNull();
  }
  expect(await db().addressPair.count({ where: { state: "assigned" } })).toBe(0);
  expect(await db().invitation.count({ where: { usedAt: null, withdrawnAt: null, device: { removedAt: null } } })).toBe(0);
  expect(await verifyAudit()).toMatchObject({ ok: true });
}, 240_000);

test("I9: four admins who onboard and offboard other people at once never lock each other out", async () => {
  const change = async (who: string) => {
    for (let i = 0; i < 8; i++) {
      await addPersonWithProfile(as(admin), `${who}${i}`);
      if (i % 2 === 0) await offboardUser(as(admin), `${who}${i}`, { confirm: `${who}${i}` });
    }
  };
  await Promise.all(["north", "east", "south", "west"].map(change));
  expect(await verifyAudit()).toMatchObject({ ok: true });
}, 60_000);
