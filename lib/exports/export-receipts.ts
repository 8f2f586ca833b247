import { Prisma, type RemovalCause } from "@/generated/prisma/client";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { Export } from "./export";

type ReceiptLine = {
  username: string;
  commonName: string;
  cause: RemovalCause;
  revision: bigint;
  committedAt: Date;
  /** The revision that admitted the name again; null while it is out. */
  endRevision: bigint | null;
  node: string;
  state: "waiting" | "refused" | "clear";
  barriers: string | null;
  /** By the node's clock, then by the portal's. */
  refusedAt: Date | null;
  clearAt: Date | null;
  refusedHeardAt: Date | null;
  clearHeardAt: Date | null;
};
const BATCH = 200;

/** The proof of every removal of a user's common names: each name, each node that owes its word, and what it has said. Newest last. */
export const exportReceipts = (username: string): Export<ReceiptLine> => ({
  columns: [
    "username",
    "commonName",
    "cause",
    "revision",
    "committedAt",
    "endRevision",
    "node",
    "state",
    "barriers",
    "refusedAt",
    "clearAt",
    "refusedHeardAt",
    "clearHeardAt",
  ],
  rows: lines(username),
});

async function* lines(username: string): AsyncGenerator<ReceiptLine[]> {
  if (!(await db().user.findUnique({ where: { username }, select: { id: true } }))) refuse("missing", `There is no user ${username}.`);
  for (let last: ReceiptLine | undefined; ; ) {
    const rows: ReceiptLine[] = await read(username, last);
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < BATCH) return;
  }
}

// Nodes that enrolled after a removal owe nothing; one that went since keeps its place while its word stands (lib/nodes/read-receipts.ts).
const read = (username: string, last: ReceiptLine | undefined) => db().$queryRaw<ReceiptLine[]>`
  SELECT u.username, r.common_name AS "commonName", r.cause, r.revision, r.at AS "committedAt", r.end_revision AS "endRevision", n.name AS node,
    CASE WHEN s.clear_at IS NOT NULL THEN 'clear' WHEN s.refused_at IS NOT NULL THEN 'refused' ELSE 'waiting' END AS state,
    s.barriers, s.refused_at AS "refusedAt", s.clear_at AS "clearAt",
    s.refused_received_at AS "refusedHeardAt", s.clear_received_at AS "clearHeardAt"
  FROM "user" u JOIN device d ON d.user_id = u.id JOIN certificate c ON c.device_id = d.id JOIN removal r ON r.serial = c.serial
    CROSS JOIN node n LEFT JOIN receipt s ON s.node_id = n.id AND s.common_name = r.common_name AND s.revision = r.revision
  WHERE u.username = ${username}
    AND (s.node_id IS NOT NULL OR (n.state = 'active' AND n.set_aside_at IS NULL AND n.enrolled_revision < r.revision))
    ${last ? Prisma.sql`AND (r.revision, r.common_name, n.name) > (${last.revision}, ${last.commonName}, ${last.node})` : Prisma.empty}
  ORDER BY r.revision, r.common_name, n.name LIMIT ${BATCH}`;
