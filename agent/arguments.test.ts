import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments";

describe("arguments", () => {
  it("takes the join token from the environment", () => {
    expect(readArguments(["enrol", "--portal", "https://p", "--pin", "ab"], { HOMEPORT_JOIN_TOKEN: "secret" })).toMatchObject({
      verb: "enrol",
      token: "secret",
      dir: "/var/lib/homeport",
    });
  });
  it.each([[["enrol"]], [["fly"]], [["run", "now"]], [["run", "--what"]], [["enrol", "--portal", "https://p", "--pin", "x"]]])(
    "%j is refused",
    (args) => {
      expect(() => readArguments(args, {})).toThrow();
    },
  );
});
