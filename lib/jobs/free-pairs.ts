import { endQuarantine } from "@/lib/addresses/end-quarantine";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { setUpState } from "@/lib/accounts/read";
import { clockIsTrusted } from "@/lib/pki/clock";
import { ifDue, NotDue } from "./not-due";

/** Ends the quarantine of pairs that nobody can be using any more (I2). */
export async function freePairs(ctx: Context): Promise<boolean> {
  if ((await setUpState()) === "missing") return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      if (!(await clockIsTrusted(tx, ctx.now()))) throw new NotDue();
      const freed = await endQuarantine(tx, ctx.now());
      if (freed.length === 0) throw new NotDue();
      return {
        value: null,
        audit: { action: "address.free", subject: "address pool", details: { ipv4: freed.map((pair) => pair.ipv4) } },
        nodes: "need not",
      };
    }),
  );
}
