import { z } from "zod";
import type { ItemOutcome, VerbWork } from "../verb-work";
import type { Tx } from "@/lib/db/client";
import { lockUsers } from "./lock-users";

const Input = z.object({ username: z.string(), userId: z.string(), deviceId: z.string().nullable() });

/**
 * Takes users back who were added by mistake, as if they had never been: no certificate was ever begun for them, so no node has heard of
 * their pairs, which are free again at once. Whoever has changed since is left alone.
 */
export const undoImportWork: VerbWork = async (tx, _ctx, _run, items) => {
  const asked = new Map(items.map((item) => [item.n, Input.parse(item.input)]));
  const { found, refused } = await lockUsers(tx, items, () => null);
  const changed = await whoChanged(
    tx,
    found.flatMap(({ n }) => asked.get(n) ?? []),
  );
  const outcomes: ItemOutcome[] = [...refused];
  const gone = found.flatMap(({ n, user }) => {
    const ours = asked.get(n);
    const sentence = ours?.userId === user.id ? (changed.get(user.id) ?? null) : `${user.username} is not the one whom this import added.`;
    outcomes.push(sentence === null ? { n, done: true } : { n, done: false, sentence });
    return sentence === null && ours ? [ours] : [];
  });
  const userIds = gone.map((one) => one.userId);
  const deviceIds = gone.flatMap((one) => one.deviceId ?? []);
  await tx.invitation.deleteMany({ where: { deviceId: { in: deviceIds } } });
  await tx.$executeRaw`
    UPDATE address_pair p SET device_id = NULL, state = CASE WHEN EXISTS (
      SELECT 1 FROM reserved_range r WHERE r.pool_id = p.pool_id AND p.index BETWEEN r.first_index AND r.last_index
    ) THEN 'reserved'::"PairState" ELSE 'free'::"PairState" END
    WHERE device_id = ANY(${deviceIds}::uuid[])`;
  await tx.device.deleteMany({ where: { id: { in: deviceIds } } });
  await tx.user.deleteMany({ where: { id: { in: userIds } } });
  return { outcomes, action: "user.undo-add", details: { users: gone.map((one) => one.username) }, nodes: "need not" };
};

/** By user: why they cannot be taken back any more. */
async function whoChanged(tx: Tx, asked: readonly { userId: string; deviceId: string | null }[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; username: string; why: string }[]>`
    SELECT u.id, u.username, CASE
      WHEN EXISTS (SELECT 1 FROM certificate c JOIN device d ON d.id = c.device_id WHERE d.user_id = u.id) THEN 'has used the invitation'
      WHEN EXISTS (SELECT 1 FROM device d WHERE d.user_id = u.id AND d.id IS DISTINCT FROM a.device) THEN 'has another device'
      WHEN u.state <> 'active' THEN 'is ' || u.state
      WHEN EXISTS (SELECT 1 FROM account k WHERE k.user_id = u.id)
        OR EXISTS (SELECT 1 FROM account_invitation k WHERE k.user_id = u.id) THEN 'has an account'
      END AS why
    FROM "user" u JOIN unnest(${asked.map((one) => one.userId)}::uuid[], ${asked.map((one) => one.deviceId)}::uuid[]) AS a(id, device) ON a.id = u.id`;
  return new Map(rows.filter((row) => row.why).map((row) => [row.id, `${row.username} ${row.why} by now. Offboard the user instead.`]));
}
