import { expect, it } from "vitest";
import { whyNotPush } from "./pushed-routes";

const pools = [
  { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" },
  { ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64" },
];

it.each<[{ routes4?: string[]; routes6?: string[] }, string | null]>([
  [{ routes4: ["10.20.0.0/24"], routes6: ["fd00:20::/64"] }, null],
  [{ routes4: ["0.0.0.0/0", "10.0.0.0/8"], routes6: ["::/0", "fd7a::/16"] }, null],
  [{ routes4: ["null", "10.8.0.0"], routes6: ["", "\\"] }, null],
  [{ routes4: ["10.20.0.0/24", "10.8.3.0/24"] }, "routes4.1"],
  [{ routes4: ["10.8.0.0/16"] }, "routes4.0"],
  [{ routes4: ["10.12.0.5/32"] }, "routes4.0"],
  [{ routes6: ["fd7a:6ca6:e640:8001::/96"] }, "routes6.0"],
])("%j", (pushed, field) => {
  expect(whyNotPush({ routes4: [], routes6: [], ...pushed }, pools)?.field ?? null).toBe(field);
});
