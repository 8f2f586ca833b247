import { parse } from "csv-parse/sync";
import { beforeAll, expect, it } from "vitest";
import type { Actor, Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { WHOLE_LISTS } from "@/app/api/v1/exports/[list]/lists";
import { createToken, CreateTokenBody } from "@/lib/accounts/create-token";
import { inviteAccount } from "@/lib/accounts/invite-account";
import { reserveRange } from "@/lib/lifecycle/reserve-range";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { addBalancer } from "@/lib/nodes/add-balancer";
import { AddBalancerBody } from "@/lib/nodes/balancer-body";
import { UserFilter } from "@/lib/users/user-filter";
import { exportAudit } from "./export-audit";
import { exportAddresses, exportCertificates, pages } from "./export-lists";
import { exportDevices, exportUsers } from "./export-users";
import { exportReceipts } from "./export-receipts";
import { exportPastSessions, exportVpnSessions } from "./export-vpn-sessions";
import type { ExportName, Format } from "./export";
import { startExport } from "./start-export";

let admin: Actor;
let ctx: Context;
beforeAll(async () => {
  admin = await newCluster();
  ctx = as(admin);
  for (const name of ["ann", "bob"]) await addPersonWithProfile(ctx, name);
  const { deviceId } = await addPersonWithProfile(ctx, "eve");
  await revokeDevice(ctx, deviceId, { reason: "superseded" });
  await db().user.update({ where: { username: "bob" }, data: { name: "=HYPERLINK(1)" } });
  await db().$executeRaw`
    INSERT INTO "user" (id, username, name, created_at) SELECT gen_random_uuid(), 'many.' || i, 'Many ' || i, now() FROM generate_series(1, 450) i`;
  await addEnrolledNode(ctx, "vpn1");
  await addBalancer(
    ctx,
    AddBalancerBody.parse({ name: "lb1", nodes: ["vpn1"], remote: { address: "203.0.113.1", port: 1194, proto: "udp" } }),
  );
  await db().rollout.create({ data: { reason: "DNS", state: "done", createdBy: "ada@example.org", createdAt: new Date() } });
  await inviteAccount(ctx, { email: "olga@example.org", role: "operator", username: null });
  await createToken(ctx, CreateTokenBody.parse({ name: "night watch", role: "auditor", expiresInDays: 1 }));
  await reserveRange(ctx, { first: "10.8.0.200", last: "10.8.0.209", note: "printers" });
  await db().securityEvent.create({ data: { at: new Date(0), kind: "sign-in.refused", source: "203.0.113.5", detail: "x" } });
  await db().alert.create({ data: { code: "c", subject: "s", tone: "bad", sentence: "Look.", href: "/", raisedAt: new Date() } });
  await db().$executeRaw`
    INSERT INTO pgboss.job (name, data, output, start_after, state)
    SELECT 'mail-dead', '{"kind":"invitation","to":"ann@example.org"}', '{"sentence":"No."}', now() + i / 40 * interval '1 second', 'created'
    FROM generate_series(1, 120) i`;
  const run = { verb: "resume", state: "done", actor: {}, createdBy: "ada@example.org" } as const;
  await db().run.createMany({ data: Array.from({ length: 60 }, (_, n) => ({ ...run, createdAt: new Date(n * 1000) })) });
});

// Made in the routes, because runs and exports do not know each other: e2e/import.spec.ts holds them.
const empty = { columns: [], rows: pages(async () => ({ rows: [], next: null })) };
const LISTS: Record<ExportName, (of: Context) => Parameters<typeof startExport>[4]> = {
  users: () => () => exportUsers(UserFilter.parse({}), new Date()),
  devices: () => () => exportDevices(UserFilter.parse({}), new Date()),
  certificates: (of) => () => exportCertificates(of, {}),
  addresses: (of) => () => exportAddresses(of, {}),
  audit: (of) => () => exportAudit(of, {}),
  "vpn-sessions": (of) => () => exportVpnSessions(of, {}),
  "past-vpn-sessions": (of) => () => exportPastSessions(of, {}),
  receipts: () => () => exportReceipts("eve"),
  "import-rows": () => () => empty,
  "run-failures": () => () => empty,
  accounts: (of) => () => WHOLE_LISTS.accounts(of),
  "account-invitations": (of) => () => WHOLE_LISTS["account-invitations"](of),
  tokens: (of) => () => WHOLE_LISTS.tokens(of),
  "refused-sign-ins": (of) => () => WHOLE_LISTS["refused-sign-ins"](of),
  "crl-entries": (of) => () => WHOLE_LISTS["crl-entries"](of),
  nodes: (of) => () => WHOLE_LISTS.nodes(of),
  balancers: (of) => () => WHOLE_LISTS.balancers(of),
  sites: (of) => () => WHOLE_LISTS.sites(of),
  remotes: (of) => () => WHOLE_LISTS.remotes(of),
  rollouts: (of) => () => WHOLE_LISTS.rollouts(of),
  reserved: (of) => () => WHOLE_LISTS.reserved(of),
  "outdated-profiles": (of) => () => WHOLE_LISTS["outdated-profiles"](of),
  alerts: (of) => () => WHOLE_LISTS.alerts(of),
  runs: (of) => () => WHOLE_LISTS.runs(of),
  "undelivered-mails": (of) => () => WHOLE_LISTS["undelivered-mails"](of),
  "undelivered-calls": (of) => () => WHOLE_LISTS["undelivered-calls"](of),
};
async function made(what: ExportName, format: Format, of = ctx): Promise<string> {
  let text = "";
  for await (const piece of await startExport(of, what, format, {}, LISTS[what](of))) text += piece;
  return text;
}

const rows: [ExportName, number][] = [
  ["users", 453],
  ["devices", 3],
  ["certificates", 4],
  ["addresses", 253],
  ["vpn-sessions", 0],
  ["past-vpn-sessions", 0],
  ["receipts", 0],
  ["accounts", 1],
  ["account-invitations", 1],
  ["tokens", 1],
  ["refused-sign-ins", 1],
  ["crl-entries", 1],
  ["nodes", 1],
  ["balancers", 1],
  ["sites", 1],
  ["remotes", 2],
  ["rollouts", 1],
  ["reserved", 1],
  ["outdated-profiles", 2],
  ["alerts", 1],
  ["runs", 60],
  ["undelivered-mails", 120],
  ["undelivered-calls", 0],
];
it.each(rows)("exports %s whole as CSV and JSON, with one audit entry each and no revision", async (what, count) => {
  const { value: csv, entries, moved } = await watched(() => made(what, "csv"));
  expect(entries).toEqual([`ada@example.org: export.make export ${what}`]);
  expect(moved).toBe(0);
  const lines = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
  expect(lines.length).toBe(count);
  const json = JSON.parse(await made(what, "json")) as Record<string, unknown>[];
  expect(json.length).toBe(count);
  for (const [i, line] of lines.entries()) expect(Object.keys(line)).toEqual(Object.keys(json[i] ?? {}));
});

it("a name that is a formula comes out harmless in CSV, and as it is in JSON", async () => {
  expect(await made("users", "csv")).toContain("bob,'=HYPERLINK(1),");
  expect(await made("users", "json")).toContain('"name":"=HYPERLINK(1)"');
});

it("the audit log comes out in its order, with the export itself at its head", async () => {
  const json = JSON.parse(await made("audit", "json")) as { seq: string; action: string }[];
  expect(json[0]?.action).toBe("export.make");
  expect(json.map((entry) => Number(entry.seq))).toEqual(json.map((_, i) => json.length - i));
});

it("who may not see a list may not export it", async () => {
  const role = (name: "auditor" | "operator" | "none") => as({ ...admin, role: name } as Actor);
  expect(await made("audit", "json", role("auditor"))).toContain("export.make");
  expect(await refusal(() => made("audit", "csv", role("operator")))).toMatchObject({ code: "forbidden" });
  for (const what of Object.keys(LISTS) as ExportName[])
    expect(await refusal(() => made(what, "csv", role("none")))).toMatchObject({ code: "forbidden" });
});
