import { beforeAll, describe, expect, test } from "vitest";
import { refuseForeignOrigin, refuseForeignPage, sourceOf } from "./origin";

beforeAll(
  () =>
    void Object.assign(process.env, {
      DATABASE_URL: "postgresql://nowhere/",
      HOMEPORT_URL: "https://vpn.example.org",
      HOMEPORT_KEK: Buffer.alloc(32).toString("base64"),
    }),
);
const request = (headers: Record<string, string>) => new Request("https://vpn.example.org/api/v1/users", { method: "POST", headers });
const passes = (headers: Record<string, string>, byCookie: boolean) => {
  try {
    refuseForeignOrigin(request(headers), byCookie);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ["cross-site", false],
  ["same-site", true],
  ["same-origin", true],
  ["none", true],
])("a page elsewhere does not make a signed-in browser export: %s", (site, may) => {
  const read = () =>
    refuseForeignPage(new Request("https://vpn.example.org/api/v1/exports/users", { headers: { "sec-fetch-site": site } }));
  if (may) expect(read).not.toThrow();
  else expect(read).toThrow("came from another page");
});

describe("who may write", () => {
  test.each([
    [{ origin: "https://vpn.example.org" }, true, true],
    [{ origin: "https://vpn.example.org" }, false, true],
    [{ origin: "http://vpn.example.org" }, true, false],
    [{ origin: "https://vpn.example.org.evil.example" }, true, false],
    [{ origin: "https://vpn.example.org:444" }, true, false],
    [{ origin: "https://evil.example" }, false, false],
    [{ origin: "null" }, true, false],
    [{ origin: "" }, true, false],
    [{}, true, false],
    [{ "sec-fetch-site": "same-origin" }, true, true],
    [{ "sec-fetch-site": "same-site" }, true, false],
    [{ "sec-fetch-site": "cross-site" }, true, false],
    [{ origin: "https://evil.example", "sec-fetch-site": "same-origin" }, true, false],
    [{}, false, true],
  ])("%j, by cookie %s: %s", (headers: Record<string, string>, byCookie, may) => {
    expect(passes(headers, byCookie)).toBe(may);
  });
});

describe("where a request came from, as the audit log shows it", () => {
  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["203.0.113.66, 192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8::1"],
    ["<script>", null],
    ['a"b', null],
    ["x".repeat(100), null],
    ["", null],
  ])("%j is %j", (text, source) => {
    expect(sourceOf(request(text ? { "x-forwarded-for": text } : {}))).toBe(source);
  });
});
