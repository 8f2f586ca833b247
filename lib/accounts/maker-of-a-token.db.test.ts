import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { may, PERMISSIONS } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { addPersonWithProfile, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { keptActor, actorNow } from "@/lib/runs/run-actor";
import { actorOf, addAccount, type AccountActor } from "./accounts-for-tests";
import { apiTokenActor } from "./api-token-actor";
import { changeAccount } from "./change-account";
import { createToken, CreateTokenBody, type CreatedToken } from "./create-token";
import type { TokenActor } from "./find-token";
import { inviteAccount, InviteAccountBody } from "./invite-account";
import { listTokens } from "./list-tokens";
import { listTokensOf } from "./list-tokens-of";
import { readToken } from "./read-token";
import { removeAccount } from "./remove-account";

let ada: Actor;
let eve: AccountActor;
let n = 0;
beforeAll(async () => {
  ada = await newCluster();
  eve = await addAccount(as(ada), "eve@example.org", "admin");
});
async function make(by: Actor, role: "admin" | "operator" | "auditor"): Promise<CreatedToken> {
  const done = await createToken(as(by), CreateTokenBody.parse({ name: `program ${++n}`, role, expiresInDays: null }));
  if (done.replayed) throw new Error("replayed");
  return done.value;
}
const actor = (token: string): Promise<TokenActor> =>
  apiTokenActor(new Request("http://localhost:3000/", { headers: { authorization: `Bearer ${token}` } }), null);
const become = async (role: "admin" | "operator" | "auditor" | "none", email = "eve@example.org") => {
  const { id, version } = await db().account.findFirstOrThrow({ where: { authUser: { email } } });
  return changeAccount(as(ada), id, { version, role });
};
const invite = (by: Actor) => inviteAccount(as(by), InviteAccountBody.parse({ email: `someone${++n}@example.org`, role: "admin" }));
const rowOf = async (id: string) => (await listTokens(as(ada))).rows.find((row) => row.id === id);

test("a token does what both its role and its maker's role of now may: no permission that one of them has not", async () => {
  const made = { admin: await make(eve, "admin"), operator: await make(eve, "operator"), auditor: await make(eve, "auditor") };
  for (const now of ["operator", "auditor", "none", "admin"] as const) {
    await become(now);
    for (const own of ["admin", "operator", "auditor"] as const) {
      const program = await actor(made[own].token);
      const whole: Actor = { ...program, maker: { ...program.maker, role: "admin" } };
      for (const permission of PERMISSIONS)
        expect(may(program, permission), `${own} by ${now}: ${permission}`).toBe(
          may(whole, permission) && may({ ...eve, role: now }, permission),
        );
      expect((await rowOf(made[own].id))?.limited, `${own} by ${now}`).toBe(now !== "admin" && now !== own);
    }
  }
});

test("with an admin's role her program's goes: refused in a sentence, back when the role comes back", async () => {
  const { id, token, name } = await make(eve, "admin");
  const invited = await watched(async () => invite(await actor(token)));
  expect(invited.entries[0]).toContain(`token ${name}: account.invite`);
  await become("auditor");
  expect(await refusal(async () => invite(await actor(token)))).toEqual({
    code: "forbidden",
    sentence: "This token does no more than eve@example.org, who made it, whose role is auditor now. Ask an admin for another token.",
    field: undefined,
  });
  expect((await listTokens(as(await actor(token)))).rows.length, "what an auditor may it still does").toBeGreaterThan(0);
  expect(await readToken(as(ada), id)).toMatchObject({ state: "good", limited: true, role: "admin", maker: { role: "auditor" } });
  await become("admin");
  expect(await readToken(as(ada), id)).toMatchObject({ state: "good", limited: false });
  await invite(await actor(token));
});

test("what a program makes is its maker's: no token outlives the account by another one", async () => {
  const first = await make(eve, "admin");
  const second = await make(await actor(first.token), "admin");
  expect(await rowOf(second.id)).toMatchObject({ createdBy: `token ${first.name}`, maker: { email: "eve@example.org" } });
  expect((await listTokensOf(as(ada), eve.id)).map(({ name }) => name)).toContain(second.name);
  const oscar = await addAccount(as(ada), "oscar@example.org", "operator");
  expect(await refusal(() => listTokensOf(as(oscar), eve.id))).toMatchObject({ code: "forbidden" });
  const entry = await db().auditEntry.findFirstOrThrow({ where: { subject: `token ${second.name}` } });
  expect(entry).toMatchObject({ actor: `token ${first.name}`, details: { role: "admin", maker: "eve@example.org" } });
  await become("none");
  expect(await refusal(async () => make(await actor(second.token), "admin"))).toMatchObject({ code: "forbidden" });
  await become("admin");
});

test("when the account is removed its tokens are dead with the next request, and an account of the same address does not wake them", async () => {
  const mia = await addAccount(as(ada), "mia@example.org", "admin");
  const { id, token, name } = await make(mia, "auditor");
  const before = await actor(token);
  const { entries } = await watched(() => removeAccount(as(ada), mia.id, { confirm: "mia@example.org" }));
  expect(entries).toEqual(["ada@example.org: account.remove account mia@example.org"]);
  const removal = await db().auditEntry.findFirstOrThrow({ where: { action: "account.remove" }, orderBy: { seq: "desc" } });
  expect(removal.details).toMatchObject({ tokens: [name] });
  await expect(actor(token)).rejects.toMatchObject({ code: "signed-out", sentence: expect.stringContaining("no account any more") });
  expect(await actorNow(keptActor(before), new Date()), "a run that it began goes no further").toBeNull();
  expect(await readToken(as(ada), id)).toMatchObject({ state: "orphaned", maker: null, createdBy: "mia@example.org" });
  await addAccount(as(ada), "mia@example.org", "admin");
  await expect(actor(token)).rejects.toMatchObject({ code: "signed-out" });
  // Who acts was read before the account went.
  expect(await refusal(() => make(mia, "admin"))).toMatchObject({ code: "signed-out" });
  expect(await refusal(() => make(before, "admin"))).toMatchObject({ code: "forbidden" });
});

test("an admin who is offboarded leaves no program behind that could take another admin's role", async () => {
  await addPersonWithProfile(as(ada), "kim");
  await addPersonWithProfile(as(ada), "lea");
  const kim = await addAccount(as(ada), "kim@example.org", "admin", "kim");
  await addAccount(as(ada), "lea@example.org", "admin", "lea");
  const { token } = await make(kim, "admin");
  const before = await actor(token);
  await offboardUser(as(ada), "kim", { confirm: "kim" });
  // Read before or after: neither may.
  await expect(offboardUser(as(before), "lea", { confirm: "lea" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(offboardUser(as(await actor(token)), "lea", { confirm: "lea" })).rejects.toMatchObject({ code: "forbidden" });
  expect((await actorOf("lea@example.org")).role).toBe("admin");
});
