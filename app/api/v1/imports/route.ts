import { createHash, type Hash } from "node:crypto";
import { readJson } from "@/app/_shell/json-body";
import { asInvalid } from "@/app/_shell/problems";
import { route } from "@/app/_shell/route";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { refuse } from "@/lib/refusal";
import { ImportJson, makeImport, type ImportAsked } from "@/lib/runs/imports/make-import";
import { StartedRun } from "@/lib/runs/start-run";

/** 2 MB of text as JSON, where a letter may be six characters. */
const JSON_LIMIT = 5 * 1024 * 1024;

/** Takes the CSV file itself, read as it comes in, or JSON with its text and what its columns are. */
export const POST = route(
  { as: "account", summary: "Preview an import of users from CSV", answer: StartedRun, status: 201 },
  async ({ ctx, request }) => {
    demand(ctx.actor, "users.write");
    const type = request.headers.get("content-type") ?? "";
    if (/^application\/json\s*(;|$)/i.test(type)) {
      const { value, hash } = await readJson(request, JSON_LIMIT);
      const parsed = ImportJson.safeParse(value);
      if (!parsed.success) throw asInvalid(parsed.error);
      const { text, ...asked } = parsed.data;
      return draft(
        withHash(ctx, () => hash),
        chunksOf(text),
        asked,
      );
    }
    if (!/^text\/csv\s*(;|$)/i.test(type)) refuse("invalid", "Send the file as text/csv, or JSON with its text.", "Content-Type");
    if (!request.body) refuse("invalid", "The file is empty.", "file");
    const hash = createHash("sha256");
    return draft(
      withHash(ctx, () => hash.copy().digest("hex")),
      hashing(request.body, hash),
      {},
    );
  },
);
POST.spec.body = ImportJson;

async function draft(ctx: Context, chunks: AsyncIterable<Uint8Array>, asked: ImportAsked) {
  return (await makeImport(ctx, chunks, asked)).value;
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, "utf8");
}

async function* hashing(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** The file is read before the key is claimed: asked then, the hash is of all of it. */
function withHash(ctx: Context, hash: () => string): Context {
  if (!ctx.idempotency) return ctx;
  const { key, route: where } = ctx.idempotency;
  return {
    ...ctx,
    idempotency: {
      key,
      route: where,
      get bodyHash() {
        return hash();
      },
    },
  };
}
