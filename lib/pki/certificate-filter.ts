import { z } from "zod";

export const ENDING_DAYS = 90;

/** `ending`: good, and ends within 90 days. `unfinished`: reserved and never completed, which counts as revoked (I3). */
export const CERTIFICATE_STATES = ["valid", "ending", "revoked", "expired"] as const;
export type CertificateFilter = (typeof CERTIFICATE_STATES)[number];
export const CERTIFICATE_SORTS = ["issued", "name", "ends", "revoked"] as const;
export type CertificateSort = (typeof CERTIFICATE_SORTS)[number];

/** Orders that an index has for each state, the first of them by itself: no page of the list reads more than it shows. */
export const SORTS_OF: Readonly<Record<CertificateFilter | "all", readonly CertificateSort[]>> = {
  all: ["issued", "name", "ends"],
  valid: ["ends"],
  ending: ["ends"],
  expired: ["ends"],
  revoked: ["revoked"],
};

/** Which way an order goes unless asked: names from a, ends from the next, what has happened from the newest. */
export const usualOrder = (sort: CertificateSort, state: CertificateFilter | undefined): "asc" | "desc" =>
  sort === "name" || (sort === "ends" && state !== "expired") ? "asc" : "desc";

export const CertificateQuery = z.strictObject({
  search: z.string().max(200, "A search has 200 characters at most.").optional(),
  state: z.enum(CERTIFICATE_STATES, `state must be one of ${CERTIFICATE_STATES.join(", ")}.`).optional(),
  sort: z.enum(CERTIFICATE_SORTS, `sort must be one of ${CERTIFICATE_SORTS.join(", ")}.`).optional(),
  order: z.enum(["asc", "desc"], "order must be asc or desc.").optional(),
  cursor: z.string().max(2000, "This is no cursor of ours.").optional(),
});

export type CertificateState = "valid" | "revoked" | "expired" | "unfinished";

/** What a certificate is now. Revoked wins: it stays so after its end. */
export function certificateState(of: { revokedAt: Date | null; issuedAt: Date | null; notAfter: Date }, now: Date): CertificateState {
  if (of.revokedAt) return "revoked";
  if (!of.issuedAt) return "unfinished";
  return of.notAfter <= now ? "expired" : "valid";
}

/** As the API tells a certificate of the list. */
export const ListedCertificateAnswer = z.object({
  serial: z.string(),
  commonName: z.string(),
  kind: z.enum(["device", "node"]),
  username: z.string().nullable(),
  device: z.string().nullable(),
  node: z.string().nullable(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  issuedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  state: z.enum(["valid", "revoked", "expired", "unfinished"]),
});
