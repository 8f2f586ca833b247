import { createHash } from "node:crypto";
import { refuse } from "@/lib/refusal";

const MAX_DEPTH = 16;

/** Reads a JSON body: at most `limit` bytes, at most 16 levels deep. Returns the value and the SHA-256 of its bytes. */
export async function readJson(request: Request, limit: number): Promise<{ value: unknown; hash: string }> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    refuse("invalid", "Send the body as JSON, with the header Content-Type: application/json.");
  const bytes = await readBytes(request, limit);
  const text = decode(bytes);
  refuseDeep(text);
  try {
    return { value: JSON.parse(text), hash: createHash("sha256").update(bytes).digest("hex") };
  } catch {
    return refuse("invalid", "The body is not JSON.");
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () => refuse("too-large", `The body is larger than ${Math.round(limit / 1024)} KB.`);
  if (Number(request.headers.get("content-length") ?? 0) > limit) tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      tooLarge();
    }
    parts.push(value);
  }
  return Buffer.concat(parts);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("invalid", "The body is not UTF-8.");
  }
}

/** Counts open brackets outside strings, before any parser recurses into them. */
function refuseDeep(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "[" || char === "{") {
      if (++depth > MAX_DEPTH) refuse("invalid", `The body is nested deeper than ${MAX_DEPTH} levels.`);
    } else if (char === "]" || char === "}") depth--;
  }
}
