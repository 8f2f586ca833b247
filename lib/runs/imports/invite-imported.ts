import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { lockRun } from "../cancel-run";
import { makeRun } from "../make-run";
import { ImportResult } from "./import-result";
import { importOptions } from "./import-options";

/**
 * Begins to mail a link to everybody whom an import added with a device ("invite"), or a new one to those who had one and have not used
 * it ("remind"). Who has a profile already is left out.
 */
export function inviteImported(ctx: Context, id: string, verb: "invite" | "remind"): Promise<Committed<{ id: string; total: number }>> {
  return commit(ctx, "invitations.write", async (tx) => {
    const run = await lockRun(tx, id);
    importOptions(run);
    if (!(await mailIsSet(tx))) refuse("state", "No mail server is set. Set one in the settings, or download the links as a file.", "how");
    const waiting = await tx.$queryRaw<{ input: unknown; result: unknown }[]>`
      SELECT r.input, r.result FROM run_item r JOIN device d ON d.id = (r.result->>'deviceId')::uuid
      WHERE r.run_id = ${id}::uuid AND r.state = 'done' AND d.removed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.device_id = d.id AND i.used_at IS NOT NULL)
        AND (${verb === "invite"} OR EXISTS (SELECT 1 FROM invitation i WHERE i.device_id = d.id AND i.withdrawn_at IS NULL))
      ORDER BY r.n`;
    if (waiting.length === 0)
      refuse("state", verb === "invite" ? "Nobody of this import waits for an invitation." : "Nobody has an invitation that was not used.");
    const items = waiting.map((item) => {
      const { username, device, deviceId } = ImportResult.parse(item);
      return { input: { username, device, deviceId } };
    });
    const made = await makeRun(tx, ctx, { verb, state: "running", options: { import: id }, items });
    return {
      value: made,
      audit: { action: "run.start", subject: `run ${made.id}`, details: { verb, import: id, total: made.total } },
      nodes: "need not",
    };
  });
}
