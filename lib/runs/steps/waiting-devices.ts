import type { Tx } from "@/lib/db/client";

export type WaitingDevice = { id: string; userId: string; name: string; invited: boolean };

/**
 * Step: devices that have no profile and may be invited: there, and without a certificate in force. `invited`: there is an invitation that
 * nobody has used.
 */
export function waitingDevices(tx: Tx, by: { userIds: readonly string[] } | { deviceIds: readonly string[] }): Promise<WaitingDevice[]> {
  const users = "userIds" in by ? [...by.userIds] : [];
  const devices = "deviceIds" in by ? [...by.deviceIds] : [];
  return tx.$queryRaw<WaitingDevice[]>`
    SELECT d.id, d.user_id AS "userId", d.name,
      EXISTS (SELECT 1 FROM invitation i WHERE i.device_id = d.id AND i.used_at IS NULL AND i.withdrawn_at IS NULL) AS invited
    FROM device d
    WHERE (d.user_id = ANY(${users}::uuid[]) OR d.id = ANY(${devices}::uuid[])) AND d.removed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.device_id = d.id AND c.removal_revision IS NULL
        AND NOT EXISTS (SELECT 1 FROM revocation r WHERE r.serial = c.serial))
    ORDER BY d.id`;
}
