import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { ADMIN, as, newCluster, refusal } from "@/lib/lifecycle/cluster-for-tests";
import { addAccount } from "./accounts-for-tests";
import { listRefusedSignIns, type RefusedSignIn } from "./list-refused-sign-ins";
import { removeAccount } from "./remove-account";
import { claimAttempt, forgetAttempt } from "./sign-in-limit";

const TYPED = "correct horse battery staple";
let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
});
beforeEach(async () => void (await db().securityEvent.deleteMany()));

const attempt = (email: string, source = "203.0.113.5") => claimAttempt({ ...as({ kind: "nobody" }), source }, email);
const aMinutePasses = () => db().$executeRaw`UPDATE security_event SET at = at - interval '1 minute'`;
const list = (asked?: { account?: string; cursor?: string }) => listRefusedSignIns(as(admin), asked);
const shown = (rows: readonly RefusedSignIn[]) => rows.map(({ email, source }) => [email, source]);

test("a refused sign-in is listed with its source and whose account it was about; what else was typed is kept nowhere", async () => {
  for (const email of [` ${ADMIN.email.toUpperCase()} `, TYPED, "nobody@example.org", "a\0b@example.org", "\ud800"]) {
    await attempt(email);
    await aMinutePasses();
  }
  const whose = [null, null, null, null, ADMIN.email];
  expect(shown((await list()).rows)).toEqual(whose.map((email) => [email, "203.0.113.5"]));
  const kept = JSON.stringify(await db().securityEvent.findMany());
  expect(kept).not.toContain(TYPED);
  expect(kept).not.toContain("nobody@");
});

test("an attempt that succeeds is not listed, nor one that is under way", async () => {
  await attempt(ADMIN.email);
  expect((await list()).rows).toEqual([]);
  await aMinutePasses();
  expect((await list()).rows).toHaveLength(1);
  await forgetAttempt(await attempt(ADMIN.email));
  await aMinutePasses();
  expect((await list()).rows).toHaveLength(1);
});

test("pages go on and back, of everybody and of one account", async () => {
  await db().$executeRaw`
    INSERT INTO security_event (id, at, kind, source, detail, account_id)
    SELECT gen_random_uuid(), now() - interval '1 hour' - (i / 3) * interval '1 second', 'sign-in.refused', '203.0.113.' || i % 200, 'x',
      CASE WHEN i % 2 = 0 THEN (SELECT id FROM account) END FROM generate_series(1, 240) i`;
  const account = (await db().account.findFirstOrThrow()).id;
  for (const [asked, all] of [
    [{}, 240],
    [{ account }, 120],
  ] as const) {
    const seen: string[] = [];
    let page = await list(asked);
    for (;;) {
      seen.push(...page.rows.map(({ id }) => id));
      if (!page.next) break;
      page = await list({ ...asked, cursor: page.next });
    }
    expect([seen.length, new Set(seen).size]).toEqual([all, all]);
    const back = await list({ ...asked, cursor: page.previous ?? "" });
    expect(back.rows.map(({ id }) => id)).toEqual(seen.slice(-page.rows.length - 50, -page.rows.length));
  }
  expect(await refusal(() => list({ cursor: "W10" }))).toMatchObject({ field: "cursor" });
});

test("an account that is removed takes its name out of the list, and nobody but admins and auditors reads it", async () => {
  const auditor = await addAccount(as(admin), "olga@example.org", "auditor");
  await attempt(auditor.email);
  await aMinutePasses();
  expect(shown((await listRefusedSignIns(as(auditor))).rows)).toEqual([[auditor.email, "203.0.113.5"]]);
  const operator = await addAccount(as(admin), "otto@example.org", "operator");
  expect(await refusal(() => listRefusedSignIns(as(operator)))).toMatchObject({ code: "forbidden" });
  await removeAccount(as(admin), auditor.id, { confirm: auditor.email });
  expect(shown((await list()).rows)).toEqual([[null, "203.0.113.5"]]);
});
