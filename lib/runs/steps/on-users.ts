import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { UsersStep } from "@/lib/lifecycle/users-step";
import type { LockedUser } from "@/lib/users/lock-user";
import type { VerbWork } from "../verb-work";
import { lockUsers } from "./lock-users";

type Step = (tx: Tx, ctx: Context, users: readonly LockedUser[]) => Promise<UsersStep>;

/** Does to many what a verb does to one: one transaction, one revision, one CRL where it revokes. */
export const onUsers =
  (action: string, step: Step): VerbWork =>
  async (tx, ctx, _run, items) => {
    const { found, refused } = await lockUsers(tx, items, () => null);
    const {
      done,
      refused: not,
      details,
      atRevision,
    } = await step(
      tx,
      ctx,
      found.map(({ user }) => user),
    );
    const why = new Map(not.map(({ username, sentence }) => [username, sentence]));
    return {
      outcomes: [
        ...refused,
        ...found.map(({ n, user }) => {
          const sentence = why.get(user.username);
          return sentence === undefined ? { n, done: true as const } : { n, done: false as const, sentence };
        }),
      ],
      action,
      details: { users: done, ...details },
      nodes: done.length > 0 ? "must see" : "need not",
      atRevision: done.length > 0 ? atRevision : undefined,
    };
  };
