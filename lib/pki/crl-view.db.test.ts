import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPersonWithProfile, as, newCluster } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { checkCrl } from "./check-crl";
import { decodeCrl } from "./decode-crl";
import { readCrls } from "./read-files";
import { readCrlView } from "./read-crl-view";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  for (const username of ["ann", "bob", "carol"]) {
    await addPersonWithProfile(as(admin), username);
    await offboardUser(as(admin), username, { confirm: username });
  }
});
const issuing = () => db().authority.findFirstOrThrow({ where: { kind: "issuing" } });
const file = async () => (await readCrls())[0] ?? new Uint8Array();

test("the view from rows says what the decoded file says, and what openssl says", async () => {
  const view = await readCrlView(as(admin), {});
  const der = await file();
  const decoded = decodeCrl(der, (await issuing()).der);
  expect(view).toMatchObject({
    number: decoded.number,
    thisUpdate: decoded.thisUpdate,
    nextUpdate: decoded.nextUpdate,
    entryCount: decoded.entryCount,
    authorityKeyIdentifier: decoded.authorityKeyIdentifier,
  });
  expect(decoded).toMatchObject({ signatureVerifies: true, entryCount: 3, bytes: der.length });
  expect(view.entries.rows.map(({ serial, revokedAt, reason }) => ({ serial, revokedAt, reason }))).toEqual(decoded.entries.toReversed());
  expect(view.entries.rows.map(({ commonName, listed, reason }) => [commonName, listed, reason])).toEqual([
    ["carol.laptop.1", true, "cessationOfOperation"],
    ["bob.laptop.1", true, "cessationOfOperation"],
    ["ann.laptop.1", true, "cessationOfOperation"],
  ]);
  const place = path.join(inject("temporary"), "view.crl");
  writeFileSync(place, der);
  const said = spawnSync("openssl", ["crl", "-inform", "DER", "-in", place, "-noout", "-text"], { encoding: "utf8" }).stdout;
  for (const { serial } of decoded.entries) expect(said).toContain(`Serial Number: ${serial.toUpperCase()}`);
  expect(said.match(/Cessation Of Operation/g)).toHaveLength(3);
  expect(decodeCrl(der, (await issuing()).der, { from: 1, limit: 1 }).entries).toEqual([decoded.entries[1]]);
});

test("the check finds a file that is whole, and one whose row was tampered with", async () => {
  const good = await checkCrl(as(admin));
  expect(good).toMatchObject({ ok: true, entryCount: 3, sentence: expect.stringContaining("whole") });
  const row = await db().crl.findFirstOrThrow();
  await db().crl.update({ where: { authorityId: row.authorityId }, data: { number: row.number + 1n } });
  expect(await checkCrl(as(admin))).toMatchObject({ ok: false, sentence: expect.stringContaining("its signature does not verify") });
  await db().crl.update({ where: { authorityId: row.authorityId }, data: { number: row.number, entryCount: 4 } });
  expect(await checkCrl(as(admin))).toMatchObject({ ok: false, sentence: expect.stringContaining("3 entries instead of 4") });
  await db().crl.update({ where: { authorityId: row.authorityId }, data: { entryCount: 3 } });
  expect(await checkCrl(as(admin))).toMatchObject({ ok: true });
});

test("entries are paged by their order in the list; odd cursors and roles that may not look are refused", async () => {
  const back = await readCrlView(as(admin), { cursor: Buffer.from("[[2],true]").toString("base64url") });
  expect(back.entries.rows.map(({ commonName }) => commonName)).toEqual(["carol.laptop.1"]);
  const older = await readCrlView(as(admin), { cursor: Buffer.from("[[2],false]").toString("base64url") });
  expect(older.entries.rows.map(({ commonName }) => commonName)).toEqual(["ann.laptop.1"]);
  for (const text of ['[["x"],false]', "[[-1],false]", "[[99999999999],false]", "[[1.5],false]"])
    await expect(readCrlView(as(admin), { cursor: Buffer.from(text).toString("base64url") })).rejects.toMatchObject({ field: "cursor" });
  const none = as({ ...admin, role: "none" } as Actor);
  await expect(readCrlView(none, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(checkCrl(none)).rejects.toMatchObject({ code: "forbidden" });
});
