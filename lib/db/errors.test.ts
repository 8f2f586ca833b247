import { expect, it } from "vitest";
import { Refusal } from "@/lib/refusal";
import { asRefusal } from "./errors";

const told = (fields: object) => Object.assign(new Error("something"), fields);

it.each([
  ["the server shuts down", told({ code: "57P01" })],
  ["inside a raw query", told({ code: "P2010", meta: { driverAdapterError: { cause: { originalCode: "57P03", kind: "postgres" } } } })],
  ["nobody listens", told({ code: "ECONNREFUSED" })],
  ["Prisma cannot reach it", told({ cause: { kind: "DatabaseNotReachable" } })],
  ["pg says it in words", new Error("Connection terminated unexpectedly")],
  ["pg's pool says it in words", new Error("Client has encountered a connection error and is not queryable")],
])("%s: busy, with a sentence that says the retry is safe", (_, error) => {
  expect(asRefusal(error)).toMatchObject({ code: "busy", sentence: expect.stringContaining("database cannot be reached") });
});

it.each([["P2028"], ["P2034"], ["40P01"], ["40001"]])("%s: busy, nothing was changed", (code) => {
  expect(asRefusal(told({ code }))).toMatchObject({ code: "busy", sentence: expect.stringContaining("Nothing was changed") });
});

it("leaves bugs and refusals what they are", () => {
  const bug = new TypeError("x is not a function");
  const refusal = new Refusal("taken", "Taken.");
  expect(asRefusal(bug)).toBe(bug);
  expect(asRefusal(refusal)).toBe(refusal);
  expect(asRefusal(undefined)).toBeUndefined();
});
