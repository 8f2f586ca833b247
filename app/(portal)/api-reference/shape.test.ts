import { expect, it } from "vitest";
import { z } from "zod";
import { jsonSchemaOf } from "@/app/_shell/openapi-schema";
import { shapeOf } from "./shape";

const shape = (schema: z.ZodType, io: "input" | "output" = "input") => shapeOf(jsonSchemaOf(schema, io));

it("writes a schema down as a programmer would", () => {
  const body = z.strictObject({
    name: z.string().max(40).describe("What people read"),
    port: z.number().int().min(1).max(65535).default(1194),
    role: z.enum(["admin", "auditor"]),
    list: z.array(z.object({ id: z.uuid(), at: z.iso.datetime().nullable() })),
    email: z.preprocess((value) => value ?? null, z.email().nullable()),
  });
  expect(shape(body)).toBe(`{
  name: string of 40 at most  // What people read
  port?: integer 1…65535 = 1194
  role: "admin" | "auditor"
  list: {
    id: uuid
    at: date-time | null
  }[]
  email?: email | null
}`);
});

it("knows what JSON does not have, and what says nothing", () => {
  expect(shape(z.object({ at: z.date(), revision: z.bigint() }), "output")).toBe("{\n  at: date-time\n  revision: string\n}");
  expect(shape(z.object({}))).toBe("{}");
  expect(shape(z.unknown())).toBe("anything");
  expect(shape(z.array(z.union([z.string(), z.null()])))).toBe("(string | null)[]");
});
