import { z } from "zod";
import { refuse } from "@/lib/refusal";

/** The version that the page showed when its form was opened; sent with every edit. */
export const version = z
  .number({ error: "The version is missing: send the one that you read." })
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** The same where a dialog of HTML alone sends it, as text. */
export const versionOrText = z.union(
  [
    version,
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .pipe(version),
  ],
  {
    error: "The version is missing: send the one that you read.",
  },
);

/** Nobody overwrites unseen what another has changed meanwhile. Ask under the row's lock. */
export function refuseStale(what: string, found: number, asked: number): void {
  if (found !== asked)
    refuse(
      "state",
      `Somebody else has changed ${what} since you opened it. Look at what it says now, then make your change again.`,
      "version",
    );
}
