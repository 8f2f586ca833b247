import type { z } from "zod";
import type { Context } from "@/lib/core/context";
import { MOST_ROWS } from "@/lib/core/cursor";
import { listPairs, type PairQuery } from "@/lib/addresses/list-pairs";
import type { CertificateQuery } from "@/lib/pki/certificate-filter";
import { listCertificates } from "@/lib/pki/list-certificates";
import type { ListedCertificate } from "@/lib/pki/certificate-rows";
import type { Export } from "./export";

/** A list's pages one after the other, by its own cursor. */
export async function* pages<T>(list: (cursor: string | undefined) => Promise<{ rows: T[]; next: string | null }>): AsyncGenerator<T[]> {
  for (let cursor: string | undefined; ; ) {
    const { rows, next } = await list(cursor);
    if (rows.length > 0) yield rows;
    if (next === null) return;
    cursor = next;
  }
}

/** Certificates as their list has them. */
export const exportCertificates = (ctx: Context, query: Omit<z.output<typeof CertificateQuery>, "cursor">): Export<ListedCertificate> => ({
  columns: ["serial", "commonName", "kind", "username", "device", "node", "state", "notBefore", "notAfter", "issuedAt", "revokedAt"],
  rows: pages((cursor) => listCertificates(ctx, { ...query, cursor })),
});

type PairLine = { ipv4: string; ipv6: string; state: string; username: string | null; device: string | null };

/** Address pairs as their list has them. */
export const exportAddresses = (ctx: Context, query: Omit<PairQuery, "cursor" | "limit">): Export<PairLine> => ({
  columns: ["ipv4", "ipv6", "state", "username", "device"],
  rows: pages((cursor) => listPairs(ctx, { ...query, cursor, limit: MOST_ROWS })),
});
