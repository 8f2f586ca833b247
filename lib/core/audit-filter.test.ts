import { expect, test } from "vitest";
import { AuditQuery, isAsked, meanings } from "./audit-filter";

const entry = { actor: "ada@example.org", action: "user.add", subject: "user ann", at: new Date("2026-11-22T12:00:00Z") };

test("an entry is asked for by all that was said together", () => {
  expect(isAsked(entry, {})).toBe(true);
  expect(isAsked(entry, { actor: "ada@example.org", action: "user.add", subject: "user ann" })).toBe(true);
  expect(isAsked(entry, { actor: "ada@example.org", action: "user.offboard" })).toBe(false);
  expect(isAsked(entry, { subject: "user an" })).toBe(false);
  expect(isAsked(entry, { from: entry.at, to: new Date(entry.at.getTime() + 1) })).toBe(true);
  expect(isAsked(entry, { to: entry.at })).toBe(false);
  expect(isAsked(entry, { from: new Date(entry.at.getTime() + 1) })).toBe(false);
});

test("a day that ends a range is in it; a moment is itself", () => {
  const said = AuditQuery.parse({ from: "2026-11-22", to: "2026-11-22" });
  expect([said.from, said.to]).toEqual([new Date("2026-11-22T00:00:00Z"), new Date("2026-11-23T00:00:00Z")]);
  expect(AuditQuery.parse({ to: "2026-11-22T14:00:00+01:00" }).to).toEqual(new Date("2026-11-22T13:00:00Z"));
});

test.each([
  { from: "yesterday" },
  { to: "2026-13-01" },
  { to: "2026-02-30" },
  { from: "1" },
  { limit: "0" },
  { limit: "201" },
  { before: "7" },
  { actor: "x".repeat(201) },
])("%j is refused by its name", (query) => {
  const parsed = AuditQuery.safeParse(query);
  const [name = ""] = Object.keys(query);
  const [issue] = parsed.error?.issues ?? [];
  expect(issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0]).toBe(name);
});

test("a word may be a subject of any kind, or who did it", () => {
  expect(meanings("ann")).toContainEqual({ subject: "user ann" });
  expect(meanings("vpn1")).toEqual(expect.arrayContaining([{ subject: "node vpn1" }, { actor: "node vpn1" }, { actor: "vpn1" }]));
  expect(meanings("user ann")).toEqual([{ subject: "user ann" }, { actor: "user ann" }, { named: "ann" }]);
  expect(meanings("ann")).toContainEqual({ named: "ann" });
  expect(meanings("lb1")).toEqual(expect.arrayContaining([{ subject: "balancer lb1" }, { actor: "balancer lb1" }]));
});
