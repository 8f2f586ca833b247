import { createPrivateKey } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { getSecret } from "@/lib/core/secrets";
import { db } from "@/lib/db/client";
import { addPersonWithProfile, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { issuerOf } from "./certificate";
import { encryptPkcs8 } from "./encrypt-key";
import { exportRoot, ExportRootBody, takeRootOffline } from "./export-root";
import { generateP256, pkcs8Of, spkiOf } from "./keys";
import { ask } from "./referees";

let admin: Actor;
let pem = "";
const passphrase = "twelve characters and more";
beforeAll(async () => void (admin = await newCluster()));

test("the root key comes as a file that opens with its passphrase only; audited, no revision, and the key stays", async () => {
  const { value, entries, moved } = await watched(() => exportRoot(as(admin), { passphrase }));
  expect(entries).toEqual([expect.stringMatching(/^ada@example\.org: authority\.export-root-key .*Root/)]);
  expect(moved).toBe(0);
  expect(value.fileName).toBe("harbour-root-key.pem");
  pem = value.pem;
  const root = await db().authority.findFirstOrThrow({ where: { kind: "root" } });
  expect(Buffer.from(spkiOf(createPrivateKey({ key: pem, passphrase })))).toEqual(Buffer.from(issuerOf(root.der).spki));
  expect(() => createPrivateKey({ key: pem, passphrase: "another passphrase" })).toThrow();
  expect(ask("openssl", ["pkey", "-passin", `pass:${passphrase}`, "-noout"], pem)).toMatchObject({ ok: true });
  expect(await getSecret("root-key")).not.toBeNull();
  expect(ExportRootBody.safeParse({ passphrase: "short" }).error?.issues[0]).toMatchObject({
    path: ["passphrase"],
    message: expect.stringContaining("12 characters"),
  });
});

test("it is taken off only with that file and its passphrase", async () => {
  const other = await encryptPkcs8(pkcs8Of(generateP256().privateKey), passphrase);
  expect(await refusal(() => takeRootOffline(as(admin), { pem, passphrase: "another passphrase" }))).toMatchObject({
    code: "invalid",
    field: "passphrase",
  });
  expect(await refusal(() => takeRootOffline(as(admin), { pem: "no file", passphrase }))).toMatchObject({
    code: "invalid",
    field: "passphrase",
  });
  expect(await refusal(() => takeRootOffline(as(admin), { pem: other, passphrase }))).toMatchObject({
    code: "invalid",
    field: "pem",
    sentence: expect.stringContaining("another key"),
  });
  for (const role of ["operator", "auditor", "none"] as const)
    expect(await refusal(() => exportRoot(as({ ...admin, role } as Actor), { passphrase }))).toMatchObject({ code: "forbidden" });
  expect(await getSecret("root-key")).not.toBeNull();
});

test("then it is gone from the database, once; issuing and revoking go on without it", async () => {
  const {
    value: ends,
    entries,
    moved,
  } = await watched(() => Promise.allSettled([1, 2, 3].map(() => takeRootOffline(as(admin), { pem, passphrase }))));
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(entries).toEqual([expect.stringMatching(/authority\.take-root-offline/)]);
  expect(moved).toBe(0);
  expect(await getSecret("root-key")).toBeNull();
  expect((await db().authority.findFirstOrThrow({ where: { kind: "root" } })).keyOfflineAt).not.toBeNull();
  expect(await refusal(() => exportRoot(as(admin), { passphrase }))).toMatchObject({ code: "gone" });
  expect(await refusal(() => takeRootOffline(as(admin), { pem, passphrase }))).toMatchObject({ code: "gone" });
  const ann = await addPersonWithProfile(as(admin), "ann");
  await revokeDevice(as(admin), ann.deviceId, { reason: "superseded" });
  expect((await db().crl.findFirstOrThrow()).entryCount).toBe(1);
});
