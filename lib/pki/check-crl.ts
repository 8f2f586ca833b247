import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { decodeCrl } from "./decode-crl";
import { readCrls } from "./read-files";

export const CrlCheck = z.object({
  ok: z.boolean(),
  /** What was found, in a sentence. */
  sentence: z.string(),
  number: z.string(),
  entryCount: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
});

/** Reads the file that nodes and everybody else get, byte by byte: its signature, its count of entries, its number. */
export async function checkCrl(ctx: Context): Promise<z.output<typeof CrlCheck>> {
  demand(ctx.actor, "authority.read");
  // Both from one snapshot: a CRL that is signed in between would be another file.
  const { crl, file } = await db().$transaction(
    async (tx) => ({
      crl: await tx.crl.findFirstOrThrow({ orderBy: { authorityId: "desc" }, include: { authority: true } }),
      file: (await readCrls(tx)).at(-1),
    }),
    { isolationLevel: "RepeatableRead" },
  );
  if (!file) throw new Error("There is no CRL.");
  const found = decodeCrl(file, crl.authority.der, { limit: 0 });
  const wrong = [
    ...(found.signatureVerifies ? [] : ["its signature does not verify"]),
    ...(found.entryCount === crl.entryCount ? [] : [`it has ${found.entryCount} entries instead of ${crl.entryCount}`]),
    ...(found.number === crl.number ? [] : ["its number is another"]),
    ...(found.nextUpdate > ctx.now() ? [] : ["it is out of date"]),
  ];
  return {
    ok: wrong.length === 0,
    sentence:
      wrong.length === 0
        ? `The file is whole: its signature verifies under ${crl.authority.subject}, and it has the ${found.entryCount} entries that it must have.`
        : `The file is not right: ${wrong.join(", ")}. Nodes refuse it and go on with the one that they have.`,
    number: found.number.toString(),
    entryCount: found.entryCount,
    bytes: found.bytes,
    sha256: found.sha256,
  };
}
