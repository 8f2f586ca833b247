import type { Need } from "./needs";

export type WatchedNode = {
  name: string;
  crlThisUpdate: Date | null;
  crlNextUpdate: Date | null;
  /** When the last of its certificates ends. */
  certificateEnds: Date | null;
  /** What it has, by its own word; `otherDigest` when the portal would send other files of the same revision. */
  said: { epoch: number; revision: bigint; otherDigest: boolean } | null;
  portal: { epoch: number; revision: bigint };
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** thisUpdate is an hour before the CRL was signed. */
const CRL_TOO_OLD = 3 * HOUR;
/** Node certificates live 30 days and are renewed ten days before their end. */
const CERTIFICATE_NEAR_END = 7 * DAY;

const at = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** What needs a person at a node: a CRL that does not arrive, a certificate that is not renewed, and files that this database never made. */
export function whatNodesNeed(nodes: readonly WatchedNode[], crl: { thisUpdate: Date }, now: Date): Need[] {
  return nodes.flatMap((node) => {
    const page = { href: `/nodes/${node.name}`, linkText: `See ${node.name}` };
    const needs: Need[] = [];
    const restored = whyRestored(node);
    if (restored) needs.push({ code: "restored", tone: "bad", sentence: restored, ...page });
    const { crlThisUpdate: has, crlNextUpdate: until } = node;
    if (has && now.getTime() - has.getTime() > CRL_TOO_OLD && has < crl.thisUpdate)
      needs.push({
        code: "crl-old-at-node",
        tone: "bad",
        sentence: `The CRL at ${node.name} was signed more than 2 hours ago, and a newer one is here. ${until ? `After ${at(until)} it refuses everybody. ` : ""}Check its way to the portal.`,
        ...page,
      });
    if (node.certificateEnds && node.certificateEnds.getTime() - now.getTime() < CERTIFICATE_NEAR_END)
      needs.push({
        code: "node-certificate-ends",
        tone: "bad",
        sentence: `The certificate of ${node.name} ends on ${at(node.certificateEnds)}, and its agent has not renewed it. Nobody can connect there after that.`,
        ...page,
      });
    return needs;
  });
}

/** A node never goes back: what it has and this database has not was lost in a restore (I7). */
function whyRestored({ name, said, portal }: WatchedNode): string | null {
  if (!said) return null;
  const what =
    said.epoch > portal.epoch
      ? `${name} has epoch ${said.epoch}, and the portal is at ${portal.epoch}`
      : said.epoch === portal.epoch && said.revision > portal.revision
        ? `${name} has revision ${said.revision}, and the portal is at ${portal.revision}`
        : said.epoch === portal.epoch && said.revision === portal.revision && said.otherDigest
          ? `${name} has other files of revision ${said.revision} than the portal`
          : null;
  return (
    what && `${what}: the database was restored from an old backup. What was done since is lost here. Restore the newest dump you have.`
  );
}
