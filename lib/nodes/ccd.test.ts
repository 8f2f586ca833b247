import { describe, expect, it } from "vitest";
import { checkCcd, renderCcd } from "./ccd";

const pool = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" } as const;
const good = "ifconfig-push 10.8.1.5 255.255.0.0\nifconfig-ipv6-push fd7a:6ca6:e640:8000::a08:105/64 fd7a:6ca6:e640:8000::a08:1\n";

describe("ccd", () => {
  it("renders the two lines and takes them back", () => {
    expect(renderCcd({ ipv4: "10.8.1.5", ipv6: "fd7a:6ca6:e640:8000::a08:105", pool })).toBe(good);
    expect(checkCcd(good, "subnet")).toBeNull();
  });

  const net30 = { ...pool, topology: "net30" } as const;
  const ofNet30 = renderCcd({ ipv4: "10.8.1.6", ipv6: "fd7a:6ca6:e640:8000::a08:106", pool: net30 });
  const moreNet30 = { ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64", topology: "net30" } as const;
  const ofSecondNet30 = renderCcd({ ipv4: "10.12.1.6", ipv6: "fd7a:6ca6:e640:8001::a0c:106", pool: moreNet30, first: net30 });

  it("gives both ends of the /30 in net30, and a device of a second pool the first one's prefix", () => {
    expect(ofNet30).toBe(
      "ifconfig-push 10.8.1.6 10.8.1.5\nifconfig-ipv6-push fd7a:6ca6:e640:8000::a08:106/64 fd7a:6ca6:e640:8000::a08:1\n",
    );
    expect(ofSecondNet30.split("\n").slice(2)).toEqual([
      'push-remove "route-ipv6 fd7a:6ca6:e640:8001::/64"',
      'push "route-ipv6 fd7a:6ca6:e640:8000::/64"',
      "",
    ]);
    for (const text of [ofNet30, ofSecondNet30]) expect(checkCcd(text, "net30")).toBeNull();
  });

  it.each([
    ["the file of a subnet", good],
    ["an end of another /30", ofNet30.replace("10.8.1.5", "10.8.1.9")],
    ["the ends the other way round", ofNet30.replace("10.8.1.6 10.8.1.5", "10.8.1.5 10.8.1.6")],
    ["the network's address", ofNet30.replace("10.8.1.6 10.8.1.5", "10.8.1.5 10.8.1.4")],
    [
      "a second pool's lines of a subnet",
      renderCcd({ ipv4: "10.12.1.6", ipv6: "fd7a:6ca6:e640:8001::a0c:106", pool: { ...moreNet30, topology: "subnet" }, first: pool }),
    ],
    ["all of IPv6", ofSecondNet30.replace('push "route-ipv6 fd7a:6ca6:e640:8000::/64"', 'push "route-ipv6 ::/0"')],
    ["one line more", `${ofSecondNet30}push "route 0.0.0.0 0.0.0.0"\n`],
  ])("refuses in net30: %s", (_, text) => {
    expect(checkCcd(text, "net30")).toMatch(/^.{20,}\.$/);
  });

  it("refuses the file of net30 where the tunnel is a subnet", () => {
    expect(checkCcd(ofNet30, "subnet")).toMatch(/netmask/);
    expect(checkCcd(ofSecondNet30, "subnet")).toMatch(/netmask/);
  });

  const first = pool;
  const second = { ipv4: "10.12.0.0/16", ipv6: "fd7a:6ca6:e640:8001::/64", topology: "subnet" } as const;
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
    expect(checkCcd(ofSecond, "subnet")).toBeNull();
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
    expect(checkCcd(text, "subnet")).toMatch(/^.{20,}\.$/);
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
    expect(checkCcd(text, "subnet")).toMatch(/^.{20,}\.$/);
  });
});
