import { parse } from "csv-parse/sync";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, nodeContext, refusal, reportOf } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { resumeUser } from "@/lib/lifecycle/resume-user";
import { suspendUser } from "@/lib/lifecycle/suspend-user";
import { storeReport } from "@/lib/nodes/store-report";
import { exportReceipts } from "./export-receipts";
import { startExport } from "./start-export";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
});
async function exported(username: string): Promise<Record<string, string>[]> {
  let text = "";
  for await (const piece of await startExport(as(admin), "receipts", "csv", { username }, () => exportReceipts(username))) text += piece;
  return parse(text, { bom: true, columns: true });
}

test("I6: the proof as a file: every removal, every node that owes its word, with the times by its own clock and by ours", async () => {
  const [vpn1] = [await addEnrolledNode(as(admin), "vpn1"), await addEnrolledNode(as(admin), "vpn2")];
  const { commonName } = await addPersonWithProfile(as(admin), "ann");
  const suspended = await suspendUser(as(admin), "ann");
  const resumed = await resumeUser(as(admin), "ann");
  const { revision } = await offboardUser(as(admin), "ann", { confirm: "ann" });
  // Enrolled later: it never had her, and owes nothing.
  await addEnrolledNode(as(admin), "vpn3");
  const at = new Date();
  const receipt = { commonName, revision: Number(revision), refusedAt: at.toISOString(), clearAt: null, barriers: "both" as const };
  await storeReport(nodeContext(vpn1), reportOf(vpn1, { receipts: [receipt] }));
  const rows = await exported("ann");
  const waiting = { state: "waiting", barriers: "", refusedAt: "", clearAt: "", refusedHeardAt: "" };
  expect(rows).toMatchObject([
    { cause: "suspended", node: "vpn1", revision: String(suspended.revision), endRevision: String(resumed.revision), ...waiting },
    { cause: "suspended", node: "vpn2", ...waiting },
    { username: "ann", commonName, cause: "offboarded", node: "vpn1", state: "refused", barriers: "both", refusedAt: at.toISOString() },
    { cause: "offboarded", revision: String(revision), endRevision: "", node: "vpn2", ...waiting },
  ]);
  expect(Date.parse(rows[2]?.refusedHeardAt ?? "")).toBeGreaterThanOrEqual(Date.parse(rows[2]?.committedAt ?? ""));
});

test("nobody was ever cut off: a file without rows; nobody of that name: refused before it begins", async () => {
  await addPersonWithProfile(as(admin), "bob");
  expect(await exported("bob")).toEqual([]);
  expect(await refusal(() => exported("nobody"))).toEqual({ code: "missing", sentence: "There is no user nobody.", field: undefined });
});
