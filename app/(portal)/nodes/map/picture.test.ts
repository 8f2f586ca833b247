import { expect, test } from "vitest";
import { pictureOf, shortened, type Box, type PictureFacts, type PictureNode } from "./picture";

const node = (name: string, site: string, said: Partial<PictureNode> = {}): PictureNode => ({
  name,
  site,
  tone: "good",
  word: "Up to date",
  vpnSessions: 25,
  open: true,
  ...said,
});
/** The article's cluster: two data centres behind one balancer, the third direct. */
const article: PictureFacts = {
  sites: ["DC1", "DC2", "DC3", "DC4"],
  nodes: ["DC1", "DC1", "DC2", "DC2", "DC3", "DC3"].map((site, at) => node(`vpn${at + 1}`, site)),
  balancers: [
    {
      name: "lb1",
      tone: "good",
      word: "4 of 4 nodes up",
      dialled: true,
      nodes: [1, 2, 3, 4].map((n) => ({ name: `vpn${n}`, up: n !== 3 })),
    },
  ],
  direct: new Set(["vpn5", "vpn6"]),
  vpnSessions: 150,
};
const apart = (a: Box, b: Box) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
const inside = (a: Box, b: Box) => a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

test("the article's cluster: every box within the picture, none over another, nodes in their sites, an empty site left out", () => {
  const picture = pictureOf(article);
  const boxes = [picture.clients, picture.core, ...picture.balancers, ...picture.nodes];
  for (const [at, box] of boxes.entries()) {
    expect(inside(box, { x: 0, y: 0, width: picture.width, height: picture.height })).toBe(true);
    expect(boxes.slice(at + 1).filter((other) => !apart(box, other))).toEqual([]);
  }
  expect(picture.sites.map(({ name }) => name)).toEqual(["DC1", "DC2", "DC3"]);
  for (const box of picture.nodes) expect(inside(box, picture.sites.find(({ name }) => name === box.node.site) ?? box)).toBe(true);
});

test("lines go from clients through the balancer or directly to nodes, and on to the company's network", () => {
  const { lines } = pictureOf(article);
  expect(lines.map(({ key }) => key).toSorted()).toEqual(
    [
      "clients lb1",
      ...[1, 2, 3, 4].map((n) => `lb1 vpn${n}`),
      "clients vpn5",
      "clients vpn6",
      ...[1, 2, 3, 4, 5, 6].map((n) => `vpn${n} core`),
    ].toSorted(),
  );
  expect(lines.filter(({ look }) => look === "closed").map(({ title }) => title)).toEqual(["lb1 sends nobody to vpn3: it is down"]);
});

test("a node that takes nobody has thin closed lines whatever it said last, and more VPN sessions a thicker one", () => {
  const picture = pictureOf({
    ...article,
    balancers: [],
    nodes: [node("vpn5", "DC3", { open: false, vpnSessions: 166 }), node("vpn6", "DC3", { vpnSessions: 1 })],
  });
  const line = (key: string) => picture.lines.find((one) => one.key === key);
  expect([line("clients vpn5")?.look, line("vpn5 core")?.look, line("clients vpn6")?.look]).toEqual(["closed", "closed", "open"]);
  expect([line("vpn5 core")?.width, line("vpn6 core")?.width]).toEqual([1.5, 2]);
  expect(line("vpn6 core")?.title).toBe("vpn6: 1 VPN session");
  expect(picture.width).toBeLessThan(pictureOf(article).width);
});

test("many balancers before one node stand under each other", () => {
  const many = Array.from({ length: 6 }, (_, at) => ({
    name: `lb${at}`,
    tone: "good" as const,
    word: "1 of 1",
    dialled: true,
    nodes: [{ name: "vpn1", up: null }],
  }));
  const { balancers, height } = pictureOf({ ...article, nodes: [node("vpn1", "DC1")], balancers: many });
  for (const [at, box] of balancers.entries()) expect(balancers.slice(at + 1).every((other) => apart(box, other))).toBe(true);
  expect((balancers.at(-1)?.y ?? 0) + 48).toBeLessThanOrEqual(height);
});

test.each([
  ["vpn1", 5, "vpn1"],
  ["vpn-of-the-north", 8, "vpn-of-…"],
])("%s in %d characters is %s", (text, most, short) => {
  expect(shortened(text, most)).toBe(short);
});
