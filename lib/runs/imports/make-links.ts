import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { whyNot } from "@/lib/users/why-not";
import { SLICE } from "../run";
import { lockUsers } from "../steps/lock-users";
import { makeLinksFor } from "../steps/make-links-for";
import { waitingDevices } from "../steps/waiting-devices";
import { ImportResult } from "./import-result";
import { importOptions } from "./import-options";

export type LinkRow = { username: string; name: string; email: string; device: string; link: string; expires: string };

/**
 * Makes new links for everybody of an import who has no profile yet, 200 at a time, and gives each lot as soon as it is committed: the
 * portal keeps only their hashes, so that a file that was lost is made again. Ends between two lots when nobody reads on.
 */
export async function* makeLinks(ctx: Context, id: string): AsyncGenerator<LinkRow[], void> {
  // One request is several transactions here: a key would make the second a repetition of the first.
  const asker: Context = { ...ctx, idempotency: undefined };
  for (let after = 0; ; ) {
    const items = await db().runItem.findMany({
      where: { runId: id, state: "done", n: { gt: after } },
      orderBy: { n: "asc" },
      take: SLICE,
      select: { n: true, input: true, result: true },
    });
    const last = items.at(-1)?.n;
    if (last === undefined) return;
    after = last;
    const rows = await makeSome(asker, id, items);
    if (rows.length > 0) yield rows;
  }
}

/** Asked before the first byte of the file is sent, so that what is refused is a sentence and no broken file. */
export async function demandLinks(ctx: Context, id: string): Promise<void> {
  demand(ctx.actor, "invitations.write");
  const run = await db().run.findUnique({ where: { id } });
  importOptions(run ?? refuse("missing", "There is no such import."));
  if (run?.state === "draft") refuse("state", "This import has not begun: nobody was added.");
}

async function makeSome(ctx: Context, id: string, items: readonly { n: number; input: unknown; result: unknown }[]): Promise<LinkRow[]> {
  const people = items.map((item) => ImportResult.parse(item)).filter((one) => one.deviceId !== null);
  if ((await waitingDevices(db(), { deviceIds: people.flatMap((one) => one.deviceId ?? []) })).length === 0) return [];
  const done = await commit(ctx, "invitations.write", async (tx) => {
    const asked = people.map(({ username }, n) => ({ n, input: { username } }));
    const { found } = await lockUsers(tx, asked, (user) => whyNot(user, "invite"));
    const users = new Map(found.map(({ user }) => [user.id, user]));
    const emails = await tx.user.findMany({ where: { id: { in: [...users.keys()] } }, select: { id: true, email: true } });
    const ours = people.filter((one) => users.has(one.userId)).flatMap((one) => one.deviceId ?? []);
    const devices = await waitingDevices(tx, { deviceIds: ours });
    const links = await makeLinksFor(
      tx,
      ctx,
      devices.map((device) => device.id),
    );
    const linkOf = new Map(links.map((link) => [link.deviceId, link]));
    const emailOf = new Map(emails.map((user) => [user.id, user.email]));
    const rows = devices.flatMap((device): LinkRow[] => {
      const [user, link] = [users.get(device.userId), linkOf.get(device.id)];
      if (!user || !link) return [];
      const { username, name } = user;
      return [
        { username, name, email: emailOf.get(user.id) ?? "", device: device.name, link: link.link, expires: link.expiresAt.toISOString() },
      ];
    });
    return {
      value: rows,
      audit: { action: "invitation.make", subject: `run ${id}`, details: { users: rows.map((row) => row.username), by: "file" } },
      nodes: "need not",
    };
  });
  return done.replayed ? [] : done.value;
}
