import { describe, expect, test } from "vitest";
import { Refusal } from "@/lib/refusal";
import { readJson } from "./json-body";

const post = (body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) =>
  new Request("http://localhost/", { method: "POST", body, headers });
const why = async (request: Request, limit = 1024) => {
  try {
    await readJson(request, limit);
    return "read";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.code}: ${error.sentence}`;
  }
};
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("a JSON body", () => {
  test("is read, with the hash of its bytes", async () => {
    const read = await readJson(post('{"a":[1,"é"]}', { "content-type": "Application/JSON; charset=utf-8" }), 1024);
    expect(read.value).toEqual({ a: [1, "é"] });
    expect(read.hash).toMatch(/^[0-9a-f]{64}$/);
    expect((await readJson(post('{"a":[1,"é"] }'), 1024)).hash).not.toBe(read.hash);
  });
  test.each([
    ["another type", post("a=b", { "content-type": "application/x-www-form-urlencoded" }), "invalid: Send the body as JSON"],
    ["plain text, which a foreign form could send", post("{}", { "content-type": "text/plain" }), "invalid: Send the body as JSON"],
    ["a type that only begins like it", post("{}", { "content-type": "application/jsonx" }), "invalid: Send the body as JSON"],
    ["no body", post(""), "invalid: The body is not JSON"],
    ["half a body", post('{"a":'), "invalid: The body is not JSON"],
    ["bytes that are not UTF-8", post(Uint8Array.of(0x22, 0xff, 0x22)), "invalid: The body is not UTF-8"],
    ["17 levels", post(nested(17)), "invalid: The body is nested deeper than 16 levels"],
    ["500 levels", post(nested(500)), "invalid: The body is nested deeper"],
    ["17 levels of objects", post('{"a":'.repeat(17) + "1" + "}".repeat(17)), "invalid: The body is nested deeper"],
  ])("%s is refused in a sentence", async (_what, request, sentence) => {
    expect(await why(request)).toContain(sentence);
  });
  test("16 levels are fine, and brackets in strings do not count", async () => {
    expect(await why(post(nested(16)))).toBe("read");
    expect(await why(post(JSON.stringify({ a: '[{"\\"[['.repeat(30) })))).toBe("read");
  });
  test("a body that says its size is refused before it is read; one that hides it, as soon as it is too large", async () => {
    expect(await why(post("x", { "content-type": "application/json", "content-length": "1025" }))).toBe(
      "too-large: The body is larger than 1 KB.",
    );
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 512;
        controller.enqueue(new Uint8Array(512).fill(0x20));
      },
    });
    // Node.js wants to be told that the answer may come before the body has ended.
    const request = new Request("http://localhost/", {
      method: "POST",
      body: endless,
      headers: { "content-type": "application/json" },
      duplex: "half",
    } as RequestInit);
    expect(await why(request)).toBe("too-large: The body is larger than 1 KB.");
    expect(sent).toBeLessThan(8192);
  });
});
