import { z } from "zod";
import type { Run } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { queueMails } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { whyNot } from "@/lib/users/why-not";
import { inviteOptions } from "../links/invite-options";
import type { Item, ItemOutcome, VerbWork } from "../verb-work";
import { invitationMails } from "./invitation-mails";
import { lockUsers, type Found } from "./lock-users";
import { makeLinksFor } from "./make-links-for";
import { waitingDevices, type WaitingDevice } from "./waiting-devices";

/** With a device it is that one; without, every device of the user that has no profile. */
const Input = z.object({ username: z.string(), deviceId: z.string().optional() });
type Purpose = "first" | "reminder";
type Asked = { theirs: (one: Found) => WaitingDevice[]; found: Found[]; refused: ItemOutcome[] };

/** Who can be invited, under their locks, and which of their devices wait. */
async function sortOut(tx: Tx, items: readonly Item[], purpose: Purpose): Promise<Asked> {
  const { found, refused } = await lockUsers(tx, items, (user) => whyNot(user, "invite"));
  const asked = new Map(items.map((item) => [item.n, Input.parse(item.input).deviceId]));
  const devices = await waitingDevices(tx, { userIds: found.map(({ user }) => user.id) });
  const theirs = ({ n, user }: Found) => {
    const only = asked.get(n);
    return devices.filter((one) => one.userId === user.id && (!only || one.id === only) && (purpose === "first" || one.invited));
  };
  const idle = found.filter((one) => theirs(one).length === 0);
  return {
    theirs,
    found: found.filter((one) => !idle.includes(one)),
    refused: [...refused, ...idle.map(({ n, user }) => ({ n, done: false as const, sentence: whyNobody(user.username, purpose) }))],
  };
}

/** Mails a new link for each device that has no profile yet; older links stop working. A reminder goes to those who had one. */
async function byMail(tx: Tx, ctx: Context, run: Run, items: readonly Item[], purpose: Purpose) {
  const { theirs, found, refused } = await sortOut(tx, items, purpose);
  const reached = found.flatMap((one) => (one.user.email === null ? [] : [{ ...one, email: one.user.email }]));
  const unmailed = found.filter(({ user }) => user.email === null);
  const whose = reached.flatMap(({ email, ...one }) =>
    theirs(one).map(({ id, name }) => ({ deviceId: id, email, userName: one.user.name, device: name })),
  );
  const links = await makeLinksFor(
    tx,
    ctx,
    whose.map((one) => one.deviceId),
    purpose === "reminder",
  );
  const said = await queueMails(tx, ctx, await invitationMails(tx, whose, links, purpose));
  // Links that nobody gets are not made: the whole slice is undone.
  if (said !== "queued") refuse("state", "No mail server is set, so invitations cannot be mailed. Set one in the settings.");
  if (purpose === "first" && unmailed.length > 0) await noteUnmailed(tx, run, unmailed.length);
  const why = (username: string) =>
    `${username} has no e-mail address. ${purpose === "first" ? "The link can be had from a file, below, or on the user’s page." : "Add one, or make the link on the user’s page."}`;
  const outcomes: ItemOutcome[] = [
    ...refused,
    ...unmailed.map(({ n, user }) => ({ n, done: false as const, sentence: why(user.username) })),
    ...reached.map(({ n }) => ({ n, done: true as const })),
  ];
  return {
    outcomes,
    action: "invitation.make",
    details: { users: reached.map(({ user }) => user.username), by: purpose === "first" ? "mail" : "reminder" },
    nodes: "need not" as const,
  };
}

async function noteUnmailed(tx: Tx, run: Run, more: number): Promise<void> {
  const options = inviteOptions(run.options);
  await tx.run.update({ where: { id: run.id }, data: { options: { ...options, unmailed: options.unmailed + more } } });
}

/**
 * Says who can have a link and who cannot. The links themselves are made as their file is sent (lib/runs/links): until then the older ones
 * are good, and no link is kept anywhere.
 */
async function byFile(tx: Tx, items: readonly Item[]) {
  const { found, refused } = await sortOut(tx, items, "first");
  return {
    outcomes: [...refused, ...found.map(({ n }) => ({ n, done: true as const }))],
    action: "invitation.ask",
    details: { users: found.map(({ user }) => user.username), by: "file" },
    nodes: "need not" as const,
  };
}

function whyNobody(username: string, purpose: Purpose): string {
  return purpose === "first"
    ? `${username} has no device that waits for a profile. Add a device on the user’s page.`
    : `${username} has used the invitation, or has none any more.`;
}

export const invitingWork: VerbWork = (tx, ctx, run, items) =>
  inviteOptions(run.options).how === "file" ? byFile(tx, items) : byMail(tx, ctx, run, items, "first");
export const remindingWork: VerbWork = (tx, ctx, run, items) => byMail(tx, ctx, run, items, "reminder");
