import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { queueMails, type Mail } from "@/lib/mail/queue-mail";

export type CertificateChange = { userId: string; device: string; commonName: string; reason?: string };

/** Step: each user hears of what happened to a certificate of theirs, by mail, where there is a mail server and they have an address. */
export async function tellUsers(
  tx: Tx,
  ctx: Context,
  change: Extract<Mail, { kind: "certificate" }>["change"],
  certificates: readonly CertificateChange[],
): Promise<void> {
  if (certificates.length === 0) return;
  const users = await tx.user.findMany({
    where: { id: { in: [...new Set(certificates.map(({ userId }) => userId))] }, email: { not: null } },
    select: { id: true, name: true, email: true },
  });
  const byId = new Map(users.map((user) => [user.id, user]));
  const at = ctx.now().toISOString();
  const mails = certificates.flatMap(({ userId, device, commonName, reason }): Mail[] => {
    const user = byId.get(userId);
    return user?.email ? [{ kind: "certificate", to: user.email, change, userName: user.name, device, commonName, reason, at }] : [];
  });
  if (mails.length > 0) await queueMails(tx, ctx, mails);
}
