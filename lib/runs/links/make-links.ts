import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { whyNot } from "@/lib/users/why-not";
import { SLICE } from "../run";
import { lockUsers } from "../steps/lock-users";
import { makeLinksFor } from "../steps/make-links-for";
import { waitingDevices, type WaitingDevice } from "../steps/waiting-devices";

export type LinkRow = { username: string; name: string; email: string; device: string; link: string; expires: string };
/** Whom an item is about, and which device of theirs: null for every one that has no profile. */
export type Wanted = { username: string; userId: string | null; deviceId: string | null };
export type WantedItems = {
  /** Items that are done, or (those whom no mail reaches) failed. */
  state: "done" | "failed";
  /** Null for an item that no link is made for. */
  read: (item: { input: unknown; result: unknown }) => Wanted | null;
  /** Only those who have no e-mail address: the others were mailed theirs. */
  unmailed: boolean;
};

/**
 * Makes new links for a run's people who have no profile yet, 200 at a time, and gives each lot as soon as it is committed: the portal
 * keeps only their hashes, so that a file that was lost is made again. Ends between two lots when nobody reads on.
 */
export async function* makeLinks(ctx: Context, id: string, wanted: WantedItems): AsyncGenerator<LinkRow[], void> {
  // One request is several transactions here: a key would make the second a repetition of the first.
  const asker: Context = { ...ctx, idempotency: undefined };
  for (let after = 0; ; ) {
    const items = await db().runItem.findMany({
      where: { runId: id, state: wanted.state, n: { gt: after } },
      orderBy: { n: "asc" },
      take: SLICE,
      select: { n: true, input: true, result: true },
    });
    const last = items.at(-1)?.n;
    if (last === undefined) return;
    after = last;
    const rows = await makeSome(
      asker,
      id,
      items.flatMap((item) => wanted.read(item) ?? []),
      wanted.unmailed,
    );
    if (rows.length > 0) yield rows;
  }
}

async function makeSome(ctx: Context, id: string, people: readonly Wanted[], unmailed: boolean): Promise<LinkRow[]> {
  const there = await db().user.findMany({ where: { username: { in: people.map((one) => one.username) } }, select: { id: true } });
  if ((await waiting(db(), people, new Set(there.map((user) => user.id)))).length === 0) return [];
  const done = await commit(ctx, "invitations.write", async (tx) => {
    const asked = people.map(({ username }, n) => ({ n, input: { username } }));
    const { found } = await lockUsers(tx, asked, (user) => whyNot(user, "invite"));
    const users = new Map(found.filter(({ user }) => !unmailed || user.email === null).map(({ user }) => [user.id, user]));
    const devices = await waiting(tx, people, new Set(users.keys()));
    const links = await makeLinksFor(
      tx,
      ctx,
      devices.map((device) => device.id),
    );
    const linkOf = new Map(links.map((link) => [link.deviceId, link]));
    const rows = devices.flatMap((device): LinkRow[] => {
      const [user, link] = [users.get(device.userId), linkOf.get(device.id)];
      if (!user || !link) return [];
      const { username, name, email } = user;
      return [{ username, name, email: email ?? "", device: device.name, link: link.link, expires: link.expiresAt.toISOString() }];
    });
    return {
      value: rows,
      audit: {
        action: "invitation.make",
        subject: `run ${id}`,
        details: { users: [...new Set(rows.map((row) => row.username))], by: "file" },
      },
      nodes: "need not",
    };
  });
  return done.replayed ? [] : done.value;
}

/** The devices of these people that wait for a profile. Whoever has the username by now must be who was meant. */
async function waiting(tx: Tx, people: readonly Wanted[], userIds: ReadonlySet<string>): Promise<WaitingDevice[]> {
  const ours = people.filter((one) => one.userId === null || userIds.has(one.userId));
  const named = ours.flatMap((one) => one.deviceId ?? []);
  const devices = await waitingDevices(tx, { userIds: [...userIds] });
  // A run is about single devices, or about all of everybody.
  return named.length === 0 ? (ours.length === 0 ? [] : devices) : devices.filter((device) => named.includes(device.id));
}
