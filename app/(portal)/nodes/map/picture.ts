// The cluster as it is drawn on a whiteboard: clients, load balancers, nodes in their sites, the company's network. Pure.
import type { Tone } from "@/app/_ui/state";

type Said = { tone: Tone; word: string };
export type PictureNode = Said & { name: string; site: string; vpnSessions: number /** Clients can be there now. */; open: boolean };
export type PictureBalancer = Said & {
  name: string;
  /** Clients dial it. */
  dialled: boolean;
  nodes: readonly { name: string /** By its own word; null where it says nothing. */; up: boolean | null }[];
};
export type PictureFacts = {
  sites: readonly string[];
  nodes: readonly PictureNode[];
  balancers: readonly PictureBalancer[];
  /** Nodes that clients dial themselves. */
  direct: ReadonlySet<string>;
  vpnSessions: number;
};

export type Box = { x: number; y: number; width: number; height: number };
export type Line = {
  key: string;
  path: string /** How many pixels: more VPN sessions, thicker. */;
  width: number;
  look: "open" | "closed";
  title: string;
};
export type Picture = {
  width: number;
  height: number;
  clients: Box;
  core: Box;
  sites: (Box & { name: string })[];
  nodes: (Box & { node: PictureNode })[];
  balancers: (Box & { balancer: PictureBalancer })[];
  lines: Line[];
};

const MARGIN = 12;
const END_WIDTH = 144;
const BALANCER_WIDTH = 168;
const NODE_WIDTH = 220;
const GAP = 64;
export const BOX_HEIGHT = 48;
const SITE_PADDING = 12;
const SITE_HEAD = 28;
const BETWEEN = 8;
const LEAST_HEIGHT = 160;

export function pictureOf(facts: PictureFacts): Picture {
  const withBalancers = facts.balancers.length > 0;
  const left = MARGIN + END_WIDTH + GAP;
  const siteX = withBalancers ? left + BALANCER_WIDTH + GAP : left;
  const nodeX = siteX + SITE_PADDING;
  const siteWidth = NODE_WIDTH + 2 * SITE_PADDING;
  const width = siteX + siteWidth + GAP + END_WIDTH + MARGIN;

  const sites: Picture["sites"] = [];
  const nodes: Picture["nodes"] = [];
  let y = MARGIN;
  for (const name of facts.sites) {
    const here = facts.nodes.filter(({ site }) => site === name);
    if (here.length === 0) continue;
    const height = SITE_HEAD + here.length * (BOX_HEIGHT + BETWEEN) + SITE_PADDING - BETWEEN;
    sites.push({ name, x: siteX, y, width: siteWidth, height });
    here.forEach((node, at) =>
      nodes.push({ node, x: nodeX, y: y + SITE_HEAD + at * (BOX_HEIGHT + BETWEEN), width: NODE_WIDTH, height: BOX_HEIGHT }),
    );
    y += height + SITE_PADDING;
  }
  const height = Math.max(LEAST_HEIGHT, y - SITE_PADDING + MARGIN, facts.balancers.length * (BOX_HEIGHT + BETWEEN) + 2 * MARGIN);
  const middle = (height - BOX_HEIGHT) / 2;
  const clients = { x: MARGIN, y: middle, width: END_WIDTH, height: BOX_HEIGHT };
  const core = { x: width - MARGIN - END_WIDTH, y: middle, width: END_WIDTH, height: BOX_HEIGHT };
  const balancers = placeBalancers(facts.balancers, nodes, left, height);
  return { width, height, clients, core, sites, nodes, balancers, lines: linesOf(facts, { clients, core, nodes, balancers }) };
}

/** Each beside the middle of the nodes behind it, pushed down where it would cover another. */
function placeBalancers(all: readonly PictureBalancer[], nodes: Picture["nodes"], x: number, height: number): Picture["balancers"] {
  const wanted = all.map((balancer) => {
    const behind = nodes.filter(({ node }) => balancer.nodes.some(({ name }) => name === node.name));
    const centre = behind.length > 0 ? behind.reduce((sum, one) => sum + one.y, 0) / behind.length : height / 2 - BOX_HEIGHT / 2;
    return { balancer, x, y: centre, width: BALANCER_WIDTH, height: BOX_HEIGHT };
  });
  wanted.sort((a, b) => a.y - b.y || (a.balancer.name < b.balancer.name ? -1 : 1));
  let free = MARGIN;
  for (const [at, one] of wanted.entries()) {
    const room = height - MARGIN - (wanted.length - at) * (BOX_HEIGHT + BETWEEN) + BETWEEN;
    one.y = Math.max(free, Math.min(one.y, room));
    free = one.y + BOX_HEIGHT + BETWEEN;
  }
  return wanted;
}

function linesOf(facts: PictureFacts, at: Pick<Picture, "clients" | "core" | "nodes" | "balancers">): Line[] {
  const lines: Line[] = [];
  const add = (from: Box, to: Box, key: string, title: string, open: boolean, width = 1.5) =>
    lines.push({ key, path: curve(from, to), width, look: open ? "open" : "closed", title });
  for (const one of at.balancers) {
    const { name, dialled, nodes } = one.balancer;
    if (dialled) add(at.clients, one, `clients ${name}`, `Clients connect to ${name}`, true);
    for (const { name: node, up } of nodes) {
      const to = at.nodes.find((box) => box.node.name === node);
      if (to)
        add(
          one,
          to,
          `${name} ${node}`,
          up === false ? `${name} sends nobody to ${node}: it is down` : `${name} sends clients to ${node}`,
          up !== false && to.node.open,
        );
    }
  }
  for (const box of at.nodes) {
    const { name, vpnSessions, open } = box.node;
    if (facts.direct.has(name)) add(at.clients, box, `clients ${name}`, `Clients connect to ${name} directly`, open);
    add(box, at.core, `${name} core`, `${name}: ${sessions(vpnSessions)}`, open, open ? thickness(vpnSessions) : undefined);
  }
  return lines;
}

export const sessions = (n: number): string => (n === 1 ? "1 VPN session" : `${n.toLocaleString("en-GB")} VPN sessions`);

/** Of lines that are open: 1 pixel for none, 2 for one, 8 for a hundred, 10 at most. */
const thickness = (n: number): number => Math.round(Math.min(10, 1 + Math.log2(1 + n)) * 10) / 10;

/** From the right edge of a box to the left edge of another: it bends in the gap behind the first, then it is level, past what is between. */
function curve(from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const end = Math.min(x2, x1 + GAP);
  const bend = (end - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${end - bend} ${y2} ${end} ${y2}${end < x2 ? `H${x2}` : ""}`;
}

/** What fits into a box; the whole stands in its title and in the table. */
export const shortened = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
