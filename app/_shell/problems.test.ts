import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { Refusal } from "@/lib/refusal";
import { answerFor, asInvalid, problem } from "./problems";

describe("a refusal as a problem (RFC 9457)", () => {
  test.each([
    ["invalid", 400],
    ["signed-out", 401],
    ["forbidden", 403],
    ["missing", 404],
    ["taken", 409],
    ["state", 409],
    ["full", 409],
    ["gone", 410],
    ["too-large", 413],
    ["too-many", 429],
    ["busy", 503],
  ] as const)("%s is %i", async (code, status) => {
    const answer = problem(new Refusal(code, "A sentence.", "a.field"));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toMatchObject({ type: "about:blank", status, code, detail: "A sentence.", field: "a.field" });
    expect(answer.headers.has("retry-after")).toBe(code === "too-many" || code === "busy");
  });
  test("a bug gives a reference and nothing of itself; the log has it whole under that reference", async () => {
    const printed: string[] = [];
    const spy = vi.spyOn(console, "error").mockImplementation((line: string) => void printed.push(line));
    const answer = answerFor(new Error("password=hunter2 at /srv/secret"), "POST /x");
    spy.mockRestore();
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toMatch(/hunter2|srv/);
    const { reference } = JSON.parse(text) as { reference: string };
    expect(reference).toMatch(/^[0-9A-F]{6}$/);
    expect(printed.join()).toContain(reference);
    expect(printed.join()).toContain("hunter2");
  });
});

describe("a schema's complaint as a sentence that names the field", () => {
  const schema = z.strictObject({
    name: z.string({ error: "The name is missing." }),
    port: z.number().min(1).optional(),
    list: z.array(z.string()).optional(),
  });
  const said = (value: unknown) => {
    const { error } = schema.safeParse(value);
    const refusal = error && asInvalid(error);
    return refusal && [refusal.field, refusal.sentence];
  };
  test.each([
    [{}, ["name", "The name is missing."]],
    [null, [undefined, "The body must be of type object."]],
    [[], [undefined, "The body must be of type object."]],
    [{ name: "a", port: "1" }, ["port", "port must be of type number."]],
    [{ name: "a", list: ["x", 5] }, ["list.1", "list.1 must be of type string."]],
    [{ name: "a", admin: true }, ["admin", 'There is no field "admin" here. Leave it out.']],
  ])("%j", (value, sentence) => expect(said(value)).toEqual(sentence));
  test("numbers out of range are named too", () => expect(said({ name: "a", port: 0 })?.[0]).toBe("port"));
});
