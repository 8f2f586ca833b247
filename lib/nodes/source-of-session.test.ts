import { expect, test } from "vitest";
import { hostOf, viaBalancer } from "./source-of-session";

test.each([
  ["203.0.113.5:1194", "203.0.113.5"],
  ["[2001:db8::5]:1194", "2001:db8::5"],
  ["2001:db8::5", "2001:db8::5"],
  ["2001:db8::1194", "2001:db8::1194"],
  ["203.0.113.5", "203.0.113.5"],
])("%s comes from %s", (source, host) => {
  expect(hostOf(source)).toBe(host);
});

test("a balancer that hides clients stands in their place", () => {
  const balancers = [{ name: "lb1", ownAddresses: ["198.51.100.10", "2001:db8::10"] }];
  expect(viaBalancer("198.51.100.10:40000", balancers)).toBe("lb1");
  expect(viaBalancer("[2001:db8::10]:40000", balancers)).toBe("lb1");
  expect(viaBalancer("203.0.113.5:1194", balancers)).toBeNull();
  expect(viaBalancer(null, balancers)).toBeNull();
});
