import { describe, expect, it } from "vitest";
import { checkCcd, renderCcd } from "./ccd";

const pool = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" };
const good = "ifconfig-push 10.8.1.5 255.255.0.0\nifconfig-ipv6-push fd7a:6ca6:e640:8000::a08:105/64 fd7a:6ca6:e640:8000::a08:1\n";

describe("ccd", () => {
  it("renders the two lines and takes them back", () => {
    expect(renderCcd({ ipv4: "10.8.1.5", ipv6: "fd7a:6ca6:e640:8000::a08:105", pool })).toBe(good);
    expect(checkCcd(good)).toBeNull();
  });

  const first = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" };
  const second = { ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64" };
  const ofSecond = renderCcd({ ipv4: "10.12.1.5", ipv6: "fd7a:6ca6:e640:8001::a0c:105", pool: second, first });

  it("gives a device of a second pool a gateway and routes of its own (fact 44), and one of the first pool the two lines as before", () => {
    expect(ofSecond.split("\n").slice(2)).toEqual([
      "push-remove route-gateway",
      'push-remove "route 10.12.0.0 255.255.0.0"',
      'push-remove "route-ipv6 fd7a:6ca6:e640:8001::/64"',
      'push "route-gateway 10.12.0.1"',
      'push "route 10.8.0.0 255.255.0.0"',
      'push "route-ipv6 fd7a:6ca6:e640:8000::/64"',
      "",
    ]);
    expect(checkCcd(ofSecond)).toBeNull();
    expect(renderCcd({ ipv4: "10.8.1.5", ipv6: "fd7a:6ca6:e640:8000::a08:105", pool: first, first })).toBe(good);
  });

  it.each([
    ["one line less", ofSecond.replace("push-remove route-gateway\n", "")],
    ["cut short", ofSecond.slice(0, -1)],
    ["one line more", `${ofSecond}push "route 10.9.0.0 255.255.0.0"\n`],
    ["everything drawn in", ofSecond.replace('push "route 10.8.0.0 255.255.0.0"', 'push "route 0.0.0.0 0.0.0.0"')],
    ["a range wider than a pool", ofSecond.replaceAll("10.12.0.0 255.255.0.0", "10.0.0.0 255.0.0.0")],
    ["all of IPv6", ofSecond.replace('push "route-ipv6 fd7a:6ca6:e640:8000::/64"', 'push "route-ipv6 ::/0"')],
    ["a gateway that is no address", ofSecond.replace("10.12.0.1", "vpn.example.org")],
    ["another option", ofSecond.replace('push "route-gateway 10.12.0.1"', 'push "dhcp-option DNS 10.12.0.1"')],
  ])("refuses of a second pool: %s", (_, text) => {
    expect(checkCcd(text)).toMatch(/^.{20,}\.$/);
  });

  it.each([
    ["empty", ""],
    ["cut short", good.slice(0, -1)],
    ["the first line only", good.split("\n")[0] + "\n"],
    ["a third line", good + 'push "route 0.0.0.0 0.0.0.0"\n'],
    ["disable", "disable\n" + good],
    ["a config inside", "config /etc/passwd\n"],
    ["carriage returns", good.replaceAll("\n", "\r\n")],
    ["a comment", good.replace("\n", " # x\n")],
    ["an octal address", good.replace("10.8.1.5", "010.8.1.5")],
    ["a short address", good.replace("10.8.1.5", "10.8.261")],
    ["a netmask with holes", good.replace("255.255.0.0", "255.0.255.0")],
    ["a long spelling", good.replace("::a08:105", ":0:0:a08:105")],
    ["a zone", good.replace("::a08:1\n", "::a08:1%lo\n")],
    ["a prefix too short", good.replace("/64", "/16")],
    ["two spaces", good.replace("ifconfig-push ", "ifconfig-push  ")],
  ])("refuses %s", (_, text) => {
    expect(checkCcd(text)).toMatch(/^.{20,}\.$/);
  });
});
