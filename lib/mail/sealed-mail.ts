import { z } from "zod";
import { seal, unseal } from "@/lib/core/seal";
import type { Mail } from "./mail";

const PURPOSE = "mail";
const base = { to: z.string() };

const MailSchema: z.ZodType<Mail> = z.discriminatedUnion("kind", [
  z.object({
    ...base,
    kind: z.literal("certificate"),
    change: z.enum(["issued", "renewed", "revoked"]),
    userName: z.string(),
    device: z.string(),
    commonName: z.string(),
    reason: z.string().optional(),
    at: z.iso.datetime(),
  }),
  z.object({
    ...base,
    kind: z.literal("invitation"),
    userName: z.string(),
    device: z.string(),
    clusterName: z.string(),
    link: z.string(),
    expiresAt: z.iso.datetime(),
    purpose: z.enum(["first", "renewal", "reminder"]),
  }),
  z.object({
    ...base,
    kind: z.literal("account-invitation"),
    role: z.string(),
    link: z.string(),
    expiresAt: z.iso.datetime(),
    invitedBy: z.string(),
    clusterName: z.string(),
  }),
  z.object({ ...base, kind: z.literal("alert"), raised: z.boolean(), sentence: z.string(), href: z.string(), at: z.iso.datetime() }),
  z.object({ ...base, kind: z.literal("test") }),
]);

/** What stands in the queue: to whom and about what in clear, for the page; everything else sealed, because links are in it (I12). */
export const SealedMail = z.object({ kind: z.string(), to: z.string(), sealed: z.string() });
export type SealedMail = z.infer<typeof SealedMail>;

export function sealMail(kek: Uint8Array, mail: Mail, nonce: Uint8Array): SealedMail {
  const sealed = seal(kek, PURPOSE, Buffer.from(JSON.stringify(mail)), nonce);
  return { kind: mail.kind, to: mail.to, sealed: Buffer.from(sealed).toString("base64") };
}

/** Throws where the key is another, or what was sealed is no mail. */
export function openMail(kek: Uint8Array, { sealed }: SealedMail): Mail {
  return MailSchema.parse(JSON.parse(unseal(kek, PURPOSE, Buffer.from(sealed, "base64")).toString("utf8")));
}
