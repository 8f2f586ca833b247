import { z } from "zod";
import { PoolError, readIpv4, readIpv6 } from "@/lib/addresses/pool";
import { version } from "@/lib/core/version";

const text = (what: string, max: number) => z.string({ error: `${what} is missing.` }).max(max, `${what} is too long.`);

/** Reads one or both ranges as an admin typed them; the sentence says what would be right. */
function ranges<T extends { ipv4: string; ipv6?: string }>(typed: T, issues: z.core.$RefinementCtx<T>): T {
  try {
    return { ...typed, ipv4: readIpv4(typed.ipv4), ...(typed.ipv6 === undefined ? {} : { ipv6: readIpv6(typed.ipv6) }) };
  } catch (error) {
    if (!(error instanceof PoolError)) throw error;
    issues.addIssue({ code: "custom", message: error.message, path: [error.field] });
    return z.NEVER;
  }
}

export const AddPoolBody = z
  .strictObject({ ipv4: text("The IPv4 range", 50), ipv6: text("The IPv6 prefix", 60) })
  .transform((typed, issues) => ranges(typed, issues));

export const ResizePoolBody = z
  .strictObject({ ipv4: text("The IPv4 range", 50), version })
  .transform((typed, issues) => ranges(typed, issues));

/** As text too: the dialog that asks before a loss sends its fields as they stand. */
const versionAsText = z
  .string()
  .regex(/^\d{1,9}$/, "The version is missing: send the one that you read.")
  .transform(Number);

export const RemovePoolBody = z.strictObject({
  confirm: text("The range", 50),
  version: z.union([version, versionAsText.pipe(version)], { error: "The version is missing: send the one that you read." }),
});

/** What would come of a change: of the pool `id`, or, without one, of a further pool. */
export const PreviewPoolBody = z
  .strictObject({
    id: z
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional(),
    ipv4: text("The IPv4 range", 50),
    ipv6: text("The IPv6 prefix", 60).optional(),
  })
  .transform((typed, issues) => ranges(typed, issues));
