import { z } from "zod";
import { queueMails } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { whyNot } from "@/lib/users/why-not";
import type { ItemOutcome, VerbWork } from "../verb-work";
import { invitationMails } from "./invitation-mails";
import { lockUsers } from "./lock-users";
import { makeLinksFor } from "./make-links-for";
import { waitingDevices } from "./waiting-devices";

/** With a device it is that one; without, every device of the user that has no profile. */
const Input = z.object({ username: z.string(), deviceId: z.string().optional() });

/** Mails a new link for each device that has no profile yet; older links stop working. A reminder goes to those who had one. */
const inviteWork =
  (purpose: "first" | "reminder"): VerbWork =>
  async (tx, ctx, _run, items) => {
    const { found, refused } = await lockUsers(tx, items, (user) => whyNot(user, "invite"));
    const asked = new Map(items.map((item) => [item.n, Input.parse(item.input).deviceId]));
    const ids = found.map(({ user }) => user.id);
    const emails = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } });
    const emailOf = new Map(emails.map((user) => [user.id, user.email]));
    const devices = await waitingDevices(tx, { userIds: ids });
    const outcomes: ItemOutcome[] = [...refused];
    const whose = found.flatMap(({ n, user }) => {
      const only = asked.get(n);
      const theirs = devices.filter((one) => one.userId === user.id && (!only || one.id === only) && (purpose === "first" || one.invited));
      const email = emailOf.get(user.id);
      if (!email)
        outcomes.push({
          n,
          done: false,
          sentence: `${user.username} has no e-mail address. Add one, or make the link on the user’s page.`,
        });
      else if (theirs.length === 0) outcomes.push({ n, done: false, sentence: whyNobody(user.username, purpose) });
      else outcomes.push({ n, done: true });
      return email
        ? theirs.map((one) => ({ deviceId: one.id, email, userName: user.name, device: one.name, username: user.username }))
        : [];
    });
    const links = await makeLinksFor(
      tx,
      ctx,
      whose.map((one) => one.deviceId),
      purpose === "reminder",
    );
    const said = await queueMails(tx, ctx, await invitationMails(tx, whose, links, purpose));
    return {
      // Links that nobody gets are not made: the whole slice is undone.
      outcomes: said === "queued" ? outcomes : noServer(),
      action: "invitation.make",
      details: { users: [...new Set(whose.map((one) => one.username))], by: purpose === "first" ? "mail" : "reminder" },
      nodes: "need not",
    };
  };

const noServer = (): never => refuse("state", "No mail server is set, so invitations cannot be mailed. Set one in the settings.");

function whyNobody(username: string, purpose: "first" | "reminder"): string {
  return purpose === "first"
    ? `${username} has no device that waits for a profile. Add a device on the user’s page.`
    : `${username} has used the invitation, or has none any more.`;
}

export const invitingWork = inviteWork("first");
export const remindingWork = inviteWork("reminder");
