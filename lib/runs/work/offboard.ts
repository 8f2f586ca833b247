import { cutOffDevices } from "@/lib/lifecycle/cut-off-device";
import { whyNot } from "@/lib/users/why-not";
import type { VerbWork } from "../verb-work";
import { lockUsers } from "./lock-users";

/** Offboards many: one revision, one CRL. */
export const offboardWork: VerbWork = async (tx, ctx, _run, items) => {
  const { found, refused } = await lockUsers(tx, items, (user) => whyNot(user, "offboard"));
  const ids = found.map(({ user }) => user.id);
  const devices = await tx.device.findMany({ where: { userId: { in: ids }, removedAt: null }, select: { id: true } });
  const cut = await cutOffDevices(
    tx,
    ctx,
    devices.map(({ id }) => id),
    "cessationOfOperation",
  );
  await tx.user.updateMany({ where: { id: { in: ids } }, data: { state: "offboarded", offboardedAt: ctx.now() } });
  return {
    outcomes: [...found.map(({ n }) => ({ n, done: true as const })), ...refused],
    action: "user.offboard",
    details: { users: found.map(({ user }) => user.username), serials: cut.serials },
    nodes: "must see",
    atRevision: async (later, revision) => {
      await later.user.updateMany({ where: { id: { in: ids } }, data: { offboardRevision: revision } });
      await cut.atRevision(later, revision);
    },
  };
};
