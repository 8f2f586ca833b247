import { z } from "zod";
import { queueMails } from "@/lib/mail/queue-mail";
import { importOptions } from "../imports/import-options";
import type { ItemOutcome, VerbWork } from "../verb-work";
import { invitationMails } from "./invitation-mails";
import { makeLinksFor } from "./make-links-for";
import { onboardMany } from "./onboard-many";

export const ImportInput = z.object({
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  device: z.string().nullable(),
});

/** Adds users from a file, with device, pair and, where it was asked for, a mailed invitation. */
export const importWork: VerbWork = async (tx, ctx, run, items) => {
  const { invite } = importOptions(run);
  const people = items.map((item) => ({ n: item.n, ...ImportInput.parse(item.input) }));
  const { added, not } = await onboardMany(tx, ctx, people);
  const invited = invite === "mail" ? added.filter((one) => one.email !== null && one.deviceId !== null) : [];
  const links = await makeLinksFor(
    tx,
    ctx,
    invited.flatMap(({ deviceId }) => deviceId ?? []),
  );
  if (links.length > 0) {
    const whose = invited.map((one) => ({
      deviceId: one.deviceId ?? "",
      email: one.email ?? "",
      userName: one.name,
      device: one.device ?? "",
    }));
    await queueMails(tx, ctx, await invitationMails(tx, whose, links, "first"));
  }
  const outcomes: ItemOutcome[] = [
    ...added.map(({ n, userId, deviceId, ipv4, ipv6 }) => ({ n, done: true as const, result: { userId, deviceId, ipv4, ipv6 } })),
    ...not.map(({ n, sentence }) => ({ n, done: false as const, sentence })),
  ];
  return {
    outcomes,
    action: "user.add",
    details: {
      users: added.map((one) => one.username),
      devices: added.flatMap((one) => (one.device ? [{ of: one.username, name: one.device, ipv4: one.ipv4, ipv6: one.ipv6 }] : [])),
      invited: invited.map((one) => one.username),
    },
    nodes: "need not",
  };
};
