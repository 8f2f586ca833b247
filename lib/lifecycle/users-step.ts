import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { LockedUser } from "@/lib/users/lock-user";
import { whyNot, type UserVerb } from "@/lib/users/why-not";

/** What a step for several users leaves to whoever commits it: one audit entry, one revision. */
export type UsersStep = {
  /** Usernames that it was done for. With none, there is nothing to commit. */
  done: string[];
  refused: { username: string; sentence: string; code?: "forbidden" }[];
  /** What the audit entry says beside who they are. */
  details: Record<string, unknown>;
  /** Must run with the revision whose bundles are the first that show it. */
  atRevision: (tx: Tx, revision: bigint) => Promise<void>;
};

/** Who may have it done, under their locks, and who may not and why. */
export function sortOut(users: readonly LockedUser[], verb: UserVerb): { may: LockedUser[]; refused: UsersStep["refused"] } {
  const refused = users.flatMap((user) => {
    const sentence = whyNot(user, verb);
    return sentence === null ? [] : [{ username: user.username, sentence }];
  });
  const not = new Set(refused.map(({ username }) => username));
  return { may: users.filter(({ username }) => !not.has(username)), refused };
}

/** For a verb about one user: what a step refused is the verb's refusal. */
export function refuseAny({ refused: [first] }: Pick<UsersStep, "refused">): void {
  if (first) refuse(first.code ?? "state", first.sentence);
}
