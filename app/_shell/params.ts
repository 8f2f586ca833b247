import { z } from "zod";
import { refuse } from "@/lib/refusal";

/** An id from a path. */
export function idParam(text: string | undefined, what: string): string {
  const id = z.uuid().safeParse(text);
  return id.success ? id.data : refuse("missing", `There is no such ${what}.`);
}
