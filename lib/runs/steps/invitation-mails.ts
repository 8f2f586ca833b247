import type { Tx } from "@/lib/db/client";
import type { Mail } from "@/lib/mail/mail";
import type { Link } from "./make-links-for";

type Whose = { deviceId: string; email: string; userName: string; device: string };

/** The mails that carry these links, each to its user. */
export async function invitationMails(
  tx: Tx,
  whose: readonly Whose[],
  links: readonly Link[],
  purpose: "first" | "reminder",
): Promise<Mail[]> {
  const { name: clusterName } = await tx.cluster.findUniqueOrThrow({ where: { id: 1 }, select: { name: true } });
  const byDevice = new Map(whose.map((one) => [one.deviceId, one]));
  return links.flatMap(({ deviceId, link, expiresAt }): Mail[] => {
    const one = byDevice.get(deviceId);
    if (!one) return [];
    const { email, userName, device } = one;
    return [{ kind: "invitation", to: email, userName, device, clusterName, link, expiresAt: expiresAt.toISOString(), purpose }];
  });
}
