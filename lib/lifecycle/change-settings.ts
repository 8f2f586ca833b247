import { z } from "zod";
import { holdPools } from "@/lib/addresses/hold-pools";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import { lockNodes, rollOut } from "@/lib/nodes/rollout-steps";
import { refuse } from "@/lib/refusal";
import { previewOf } from "./preview-settings";
import { settingsInForce } from "./read-settings";
import type { SettingsBody } from "./settings-body";

/** `revision` is the first that nodes have the change in; null where it does not reach them. */
export const ChangedSettings = z.object({ version: z.number().int(), changed: z.array(z.string()), revision: z.string().nullable() });

/** Changes what is chosen for the whole cluster. Where server.conf changes, the nodes restart OpenVPN one after the other. */
export async function changeSettings(ctx: Context, body: z.output<typeof SettingsBody>): Promise<z.output<typeof ChangedSettings>> {
  const { version, ...after } = body;
  const done = await commit(ctx, "settings.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM settings WHERE id = 1 FOR UPDATE`;
    // A route is refused inside a pool, and a pool around a route: each is asked when the other has been decided.
    await holdPools(tx);
    const { version: found, ...before } = await settingsInForce(tx);
    refuseStale("the settings", found, version);
    const preview = await previewOf(tx, before, after);
    if (preview.changes.length === 0) refuse("invalid", "Nothing is different from the settings in force.");
    const { nameServers, searchDomains, routes4, routes6, ...own } = after;
    if (preview.serverConf.length > 0) await lockNodes(tx);
    await tx.settings.update({ where: { id: 1 }, data: { ...own, version: found + 1 } });
    const changed = preview.changes.map(({ name }) => name);
    const value = { version: found + 1, changed };
    const answer = (revision: bigint) => ({ ...value, revision: preview.nodesMustSee ? revision.toString() : null });
    return {
      value: answer,
      audit: {
        action: "settings.change",
        subject: "settings",
        details: {
          before: Object.fromEntries(preview.changes.map((change) => [change.name, change.before])),
          after: Object.fromEntries(preview.changes.map((change) => [change.name, change.after])),
        },
      },
      nodes: preview.nodesMustSee ? "must see" : "need not",
      // The cluster's row is locked last: here it is ours already.
      atRevision: async (later, revision) => {
        await later.cluster.update({ where: { id: 1 }, data: { nameServers, searchDomains, routes4, routes6 } });
        if (preview.serverConf.length > 0) await rollOut(later, ctx, { reason: "The settings changed", revision });
      },
      answer,
    };
  });
  return done.replayed ? ChangedSettings.parse(done.value) : done.value(done.revision);
}
