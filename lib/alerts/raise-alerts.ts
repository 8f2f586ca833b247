import { setUpState } from "@/lib/accounts/read";
import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { readSettings } from "@/lib/core/settings";
import type { Tx } from "@/lib/db/client";
import { alertsOf, keyOf, thatHeld } from "./alerts-of";
import { readAlertNeeds } from "./read-alert-needs";
import { tellAlert } from "./tell-alert";

// Any fixed number will do: one portal at a time looks, so that each alert is told once each way.
const LOCK = 4_207_849_486n;
const process_ = globalThis as typeof globalThis & { homeportAlertsSince?: Map<string, number> };

/** Compares what needs a person with what was told: raises what is new, clears what is over. Returns how many of each. */
export async function raiseAlerts(ctx: Context): Promise<{ raised: number; cleared: number }> {
  const nothing = { raised: 0, cleared: 0 };
  if ((await setUpState()) === "missing") return nothing;
  return record(ctx, "portal.job", async (tx) => {
    const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS mine`;
    if (!lock?.mine) return { value: nothing, changed: false };
    const value = await compare(tx, ctx);
    return { value, changed: value.raised + value.cleared > 0 };
  });
}

async function compare(tx: Tx, ctx: Context): Promise<{ raised: number; cleared: number }> {
  const now = ctx.now();
  const alerts = alertsOf(await readAlertNeeds(tx, now));
  const held = thatHeld(alerts, (process_.homeportAlertsSince ??= new Map()), now);
  const open = await tx.alert.findMany({ where: { clearedAt: null }, orderBy: { raisedAt: "asc" }, take: 1_000 });
  const known = new Set(open.map(keyOf));
  const still = new Set(alerts.map(keyOf));
  const settings = await readSettings(tx);
  let raised = 0;
  for (const alert of held.filter((one) => !known.has(keyOf(one)))) {
    await tellAlert(tx, ctx, settings, await tx.alert.create({ data: { ...alert, raisedAt: now } }));
    raised++;
  }
  let cleared = 0;
  for (const alert of open.filter((one) => !still.has(keyOf(one)))) {
    await tellAlert(tx, ctx, settings, await tx.alert.update({ where: { id: alert.id }, data: { clearedAt: now } }));
    cleared++;
  }
  return { raised, cleared };
}
