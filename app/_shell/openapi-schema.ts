import { z } from "zod";

type Json = Record<string, unknown>;

/** JSON has neither dates nor big numbers: they travel as text (app/_shell/route.ts). What has a format needs no pattern of hundreds of signs. */
function override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  const { def } = zodSchema._zod;
  if (def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
  if (def.type === "bigint") Object.assign(jsonSchema, { type: "string", pattern: "^-?[0-9]+$" });
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (def.type === "object") dropWhatMayBeMissing(def.shape, jsonSchema);
}

/** A field that is read before it is judged (z.preprocess) may be missing though its own schema does not say so. */
function dropWhatMayBeMissing(shape: Readonly<Record<string, z.core.$ZodType>>, jsonSchema: Json): void {
  if (!Array.isArray(jsonSchema.required)) return;
  const required = jsonSchema.required.filter((name: unknown) => {
    const field = typeof name === "string" ? shape[name] : undefined;
    return field === undefined || !mayBeMissing(field);
  });
  if (required.length > 0) jsonSchema.required = required;
  else delete jsonSchema.required;
}

function mayBeMissing(field: z.core.$ZodType): boolean {
  try {
    return z.safeParse(field, undefined).success;
  } catch {
    // A check that waits for something else: then it is there.
    return false;
  }
}

/** The JSON schema (2020-12, as OpenAPI 3.1 takes it) of what is sent (`input`) or answered (`output`). */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const {
    $schema: _dialect,
    "~standard": _standard,
    ...rest
  } = z.toJSONSchema(schema, { io, unrepresentable: "any", override, reused: "inline", cycles: "throw" }) as Json;
  return rest;
}
