import { expect, it } from "vitest";
import { isSafePlace } from "./safe-place";

it.each([
  ["https://vpn.example.org", true],
  ["http://localhost:3000", true],
  ["http://127.0.0.1:3000", true],
  ["http://[::1]:3000", true],
  ["http://192.168.1.5:3000", false],
  ["http://127.example.org", false],
  ["http://localhost.example.org", false],
])("%s: %s", (url, safe) => expect(isSafePlace(new URL(url))).toBe(safe));
