import { expect, it } from "vitest";
import type { Need } from "@/lib/lifecycle/needs";
import { alertsOf, keyOf, thatHeld } from "./alerts-of";

const need = (code: string, href = "/authority"): Need => ({ code, tone: "bad", sentence: `${code}.`, href, linkText: "See it" });
const at = (seconds: number) => new Date(seconds * 1000);

it("tells of what an admin must hear at night, and leaves to the overview what can wait", () => {
  const needs = [need("node-silent", "/nodes/vpn1"), need("node-silent", "/nodes/vpn2"), need("crl-old"), need("no-users"), need("fault")];
  expect(alertsOf(needs).map(keyOf)).toEqual(["node-silent node vpn1", "node-silent node vpn2", "crl-old cluster"]);
});

it("is one for each code and subject, however many needs there are", () => {
  expect(alertsOf([need("pool"), need("pool")])).toHaveLength(1);
});

it("waits until it has been so for a while, and begins anew when it was not", () => {
  const since = new Map<string, number>();
  const silent = alertsOf([need("node-silent", "/nodes/vpn1")]);
  expect(thatHeld(silent, since, at(0))).toEqual([]);
  expect(thatHeld(silent, since, at(29))).toEqual([]);
  expect(thatHeld(silent, since, at(30))).toEqual(silent);
  expect(thatHeld([], since, at(40))).toEqual([]);
  expect(thatHeld(silent, since, at(50))).toEqual([]);
  expect(thatHeld(alertsOf([need("crl-old")]), since, at(50))).toHaveLength(1);
});
