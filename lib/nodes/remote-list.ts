// The `remote` lines of a profile, and the name of their list. Pure.
import { createHash } from "node:crypto";
import type { ProfileRemote } from "../users/profile";

/** OpenVPN 2.5 takes 64 `remote` lines and stops at the next; 2.6 takes any number. */
export const MOST_LINES = 64;

export type RemoteList = { remotes: ProfileRemote[]; remoteRandom: boolean };
type ListedRemote = { address: string; port: number; proto: string; weight: number };

/**
 * The lines in the order of the list. Clients that draw lots find a remote of weight 3 three times among them; those that go by the
 * order find it once, because a second try at the same place only costs them time.
 */
export function remoteLines(inOrder: readonly ListedRemote[], { remoteRandom }: { remoteRandom: boolean }): ProfileRemote[] {
  return inOrder
    .flatMap(({ address, port, proto, weight }) => {
      const line: ProfileRemote = { address, port, proto: proto === "tcp" ? "tcp" : "udp" };
      return Array.from({ length: remoteRandom ? weight : 1 }, () => line);
    })
    .slice(0, MOST_LINES);
}

/** SHA-256 in hex over the canonical text of a list: a profile with another list's key is out of date. */
export function remotesKey({ remotes, remoteRandom }: RemoteList): string {
  const order = remoteRandom && remotes.length > 1 ? "random" : "fixed";
  const lines = remotes.map(({ address, port, proto }) => `${address} ${port} ${proto}`);
  return createHash("sha256")
    .update(["homeport remotes", order, ...lines].join("\n"))
    .digest("hex");
}
