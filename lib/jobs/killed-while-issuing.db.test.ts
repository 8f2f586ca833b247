import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { verifyAudit } from "@/lib/core/verify-audit";
import { db } from "@/lib/db/client";
import { addEnrolledNode, admittedBy, as, newCluster, pull, useLink, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { invite } from "@/lib/users/invite";
import { bundleSecondPortal, startSecondPortal } from "./portal-process";
import { revokeUnfinished } from "./revoke-unfinished";

let admin: Actor;
let node: TestNode;
let portal: Awaited<ReturnType<typeof bundleSecondPortal>>;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/20");
  node = await addEnrolledNode(as(admin), "vpn1");
  portal = await bundleSecondPortal();
});
afterAll(() => portal.remove());

test("way.5 I3 I9: portals killed with -9 in the middle of issuing, again and again: every serial is issued or revoked, none is shared, no change is half done", async () => {
  const survivor = startSecondPortal(portal.file, "issue", "survivor", "8");
  const issued = new Map<string, string>();
  for (let round = 0; round < 6; round++) {
    const victim = startSecondPortal(portal.file, "issue", `victim${round}`);
    await victim.said("issued", 3);
    await new Promise((resolve) => setTimeout(resolve, 37 * round));
    victim.child.kill("SIGKILL");
    await victim.exited;
    for (const line of victim.lines()) {
      const [word, serial = "", token = ""] = line.split(" ");
      if (word === "issued") issued.set(serial, token);
    }
  }
  await survivor.exited;
  expect(survivor.lines().at(-1)).toBe("done");

  // What died in the middle is found and revoked, whoever did it; nothing else is.
  await db().$executeRaw`UPDATE certificate SET reserved_at = reserved_at - interval '61 seconds' WHERE der IS NULL`;
  const unfinished = await db().certificate.findMany({ where: { der: null, revocation: null } });
  expect(await revokeUnfinished(as({ kind: "portal" }))).toBe(unfinished.length > 0);
  const crl = (await readCrls())[0] ?? new Uint8Array();
  const rows = await db().certificate.findMany({
    where: { kind: "device" },
    include: { revocation: true, invitation: true, device: { include: { user: true } } },
  });
  for (const row of rows) {
    const offboarded = row.device?.user.state === "offboarded";
    if (row.der) {
      const certificate = new X509Certificate(row.der);
      expect([certificate.serialNumber.toLowerCase(), certificate.subject]).toEqual([row.serial, `CN=${row.commonName}`]);
      expect(row.revision, "issued and admitted are one commit").not.toBeNull();
      expect(row.invitation?.usedAt, "issued and used are one commit").not.toBeNull();
    }
    expect(crlHas(crl, row.serial), `${row.commonName} is revoked exactly when unfinished or offboarded`).toBe(!row.der || offboarded);
  }
  for (const serial of issued.keys())
    expect(rows.find((row) => row.serial === serial)?.der, "what a caller was told is true").not.toBeNull();
  expect(new Set(rows.map((row) => row.commonName)).size).toBe(rows.length);
  expect(new Set(rows.map((row) => row.spkiSha256)).size).toBe(rows.length);

  // I1, I10, I6 after the crashes.
  const pairs = await db().addressPair.findMany({ where: { state: "assigned" }, include: { device: true } });
  for (const pair of pairs) expect([pair.device?.ipv4, pair.device?.ipv6]).toEqual([pair.ipv4, pair.ipv6]);
  expect(await db().device.count({ where: { removedAt: null } })).toBe(pairs.length);
  expect(await verifyAudit()).toMatchObject({ ok: true });
  const admitted = admittedBy(await pull(node));
  expect(admitted.sort()).toEqual(
    rows
      .filter((row) => row.der && row.device?.user.state === "active")
      .map((row) => row.commonName)
      .sort(),
  );

  // A link that was in the dead portal's hands works again, or a new one can be made.
  for (const row of rows.filter(({ der }) => !der).slice(0, 3)) {
    const made = await invite(as(admin), row.deviceId ?? "");
    if (made.replayed) throw new Error("replayed");
    await useLink(made.value.token);
  }
  console.log(`killed 6 portals: ${rows.length} serials, ${unfinished.length} unfinished`);
}, 120_000);

test("way.5 I3: two portals' jobs at once revoke each unfinished serial once and sign an hourly CRL once", async () => {
  await db().$executeRaw`UPDATE crl SET signed_at = signed_at - interval '61 minutes'`;
  const before = await db().auditEntry.count({ where: { action: "crl.sign" } });
  const portals = [1, 2].map(() => startSecondPortal(portal.file, "jobs", "", "5"));
  await Promise.all(portals.map(({ exited }) => exited));
  const signed = portals.flatMap(({ lines }) => lines().filter((line) => line.startsWith("signed 1")));
  for (const { lines } of portals) expect(lines().at(-1)).toBe("done");
  expect(signed).toHaveLength(1);
  expect(await db().auditEntry.count({ where: { action: "crl.sign" } })).toBe(before + 1);
  expect(await verifyAudit()).toMatchObject({ ok: true });
}, 60_000);
