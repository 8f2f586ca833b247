import { describe, expect, it } from "vitest";
import { runProgram, warmProgram } from "./run-program";

describe("a program", () => {
  it("answers with its code and its words, fed or not", async () => {
    expect(await runProgram("cat", [], "ann")).toEqual({ code: 0, stdout: "ann", stderr: "" });
    expect(await runProgram("sh", ["-c", "echo no >&2; exit 3"])).toEqual({ code: 3, stdout: "", stderr: "no\n" });
  });
  it("that is not there, or hangs, has failed", async () => {
    expect(await runProgram("no-such-program", [])).toMatchObject({ code: 1, stderr: expect.stringContaining("ENOENT") });
    expect(await runProgram("sleep", ["60"], "", 100)).toMatchObject({ code: 1, stderr: "sleep did not end within 0.1 s." });
  });
});

describe("a program that waits for its input", () => {
  it("answers each call, one after the other, with its code", async () => {
    const shell = warmProgram("sh", ["-s"]);
    expect(await shell("echo ann")).toEqual({ code: 0, stdout: "ann\n", stderr: "" });
    expect(await shell("echo no >&2; exit 3")).toEqual({ code: 3, stdout: "", stderr: "no\n" });
    expect(await shell("echo bob")).toEqual({ code: 0, stdout: "bob\n", stderr: "" });
  });
  it("that is not there has failed, each time", async () => {
    const none = warmProgram("no-such-program", []);
    expect((await none("x")).code).toBe(1);
    expect(await none("x")).toMatchObject({ code: 1 });
  });
});
