import { expect, it } from "vitest";
import { ownPath } from "./own-path";

it.each([
  ["/users", "/users"],
  ["/users?q=ann+smith&sort=name", "/users?q=ann+smith&sort=name"],
  ["/users?q=fd7a%3A6ca6%3A%3A1", "/users?q=fd7a%3A6ca6%3A%3A1"],
  ["/apiary", "/apiary"],
  ["/", "/"],
  ["", "/"],
  [undefined, "/"],
  [null, "/"],
  [["/users"], "/"],
  ["users", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/users#token", "/"],
  ["/users\n", "/"],
  ["/users\t//evil.example", "/"],
  ["/sign-in", "/"],
  ["/sign-in?next=%2F", "/"],
  ["/api/auth/sign-out", "/"],
  [`/${"a".repeat(1000)}`, "/"],
] as const)("%j leads to %s", (next, path) => expect(ownPath(next as string)).toBe(path));
