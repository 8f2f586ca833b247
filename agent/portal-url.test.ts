import { describe, expect, it } from "vitest";
import { readPortalUrl } from "./portal-url";

describe("the portal's address", () => {
  it.each(["https://vpn.example.org", "http://localhost:3000", "http://127.0.0.1:3000/", "http://127.8.9.1", "http://[::1]:3000"])(
    "%s is taken",
    (text) => {
      expect(readPortalUrl(text).href).toMatch(/\/$/);
    },
  );
  it.each([
    "http://vpn.example.org",
    "http://10.0.0.1:3000",
    "http://localhost.example.org",
    "http://127.0.0.1.example.org",
    "ftp://localhost",
    "vpn.example.org",
    "https://a:b@vpn.example.org",
    "https://vpn.example.org/#x",
    "http://[::2]",
    "http://0.0.0.0",
  ])("%s is refused", (text) => {
    expect(() => readPortalUrl(text)).toThrow(/^--portal .+\.$/);
  });
});
