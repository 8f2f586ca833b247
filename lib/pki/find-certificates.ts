import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { certificateState, ENDING_DAYS, type CertificateFilter } from "./certificate-filter";
import { readListed, type CertificateList } from "./certificate-rows";

/** Hits that a search gives, at most; who gets more types more. */
export const MOST_HITS = 150;
/** Fewer digits than that would be every certificate's. */
const LEAST_DIGITS = 2;

/** Certificates whose common name or serial (with colons or without) begins with the text; a state then leaves out the others of these. */
export async function findCertificates(ctx: Context, search: string, state: CertificateFilter | undefined): Promise<CertificateList> {
  const name = search.toLowerCase();
  const digits = name.replaceAll(/[:\s]/g, "");
  const [byName, bySerial] = await Promise.all([
    beginning("common_name", name),
    /^[0-9a-f]+$/.test(digits) && digits.length >= LEAST_DIGITS ? beginning("serial", digits) : [],
  ]);
  const serials = [...new Set([...byName, ...bySerial])];
  const now = ctx.now();
  const hits = await readListed(serials.slice(0, MOST_HITS), now);
  const rows = hits.filter((row) => state === undefined || matches(state, row, now)).map(({ reservedAt: _only, ...row }) => row);
  return { rows, next: null, previous: null, hits: rows.length, capped: serials.length > MOST_HITS };
}

/** In the order of the index that finds them by their beginning. */
async function beginning(column: "common_name" | "serial", text: string): Promise<string[]> {
  const name = Prisma.raw(column);
  const pattern = `${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await db().$queryRaw<{ serial: string }[]>`
    SELECT serial FROM certificate WHERE ${name} LIKE ${pattern} ORDER BY ${name} USING ~<~ LIMIT ${MOST_HITS + 1}`;
  return rows.map((row) => row.serial);
}

function matches(state: CertificateFilter, row: Parameters<typeof certificateState>[0], now: Date): boolean {
  const found = certificateState(row, now);
  if (state !== "ending") return found === state;
  return found === "valid" && row.notAfter.getTime() <= now.getTime() + ENDING_DAYS * 86_400_000;
}
