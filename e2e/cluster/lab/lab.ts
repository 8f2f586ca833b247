import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "@playwright/test";
import { startPortal, freePort, type Portal } from "../../portal";
import { openNetwork, type Network } from "./network";
import { openNode, type LabNode } from "./node";
import { openPlace, type Place } from "./vpn-client";

/** A portal with its database, and machines around it. */
export type Lab = {
  folder: string;
  portal: () => Portal;
  network: Network;
  nodes: LabNode[];
  places: Place[];
  /** Portal and database end; `startAgain` brings both back with the same data. */
  stopPortal: () => Promise<void>;
  startAgain: () => Promise<Portal>;
  /** From now on the backend finds a pair behind this node: what routing does in a company's network. */
  route: (pair: { ipv4: string; ipv6: string }, node: LabNode) => Promise<void>;
  nodeAt: (address: string) => LabNode;
  /** What portal and nodes have said last, for whoever looks into a failure. */
  said: () => string;
  close: () => Promise<void>;
};

export async function openLab(wanted: { nodes: number; places: number; env?: Record<string, string> }): Promise<Lab> {
  removeLeftFolders();
  const folder = mkdtempSync(path.join(tmpdir(), `hp-lab-${process.pid}-`));
  // Portal and PostgreSQL run as another account than root, and must reach their folder.
  const data = path.join(mkdtempSync(path.join(tmpdir(), `hp-lab-${process.pid}-data-`)), "data");
  chmodSync(path.dirname(data), 0o755);
  const port = await freePort();
  const close: (() => Promise<unknown> | void)[] = [
    () => [folder, path.dirname(data)].forEach((made) => rmSync(made, { recursive: true, force: true })),
  ];
  const shut = async () => {
    for (const step of close.splice(0).reverse())
      await Promise.resolve(step()).catch((error: unknown) => console.error("closing the lab:", error));
  };
  try {
    let portal: Portal | null = null;
    const start = async () => (portal = await startPortal({ port, data, env: wanted.env }));
    const stopPortal = async () => {
      await portal?.stop();
      portal = null;
    };
    close.push(stopPortal);
    const network = await openNetwork();
    close.push(network.close);
    const nodes: LabNode[] = [];
    const places: Place[] = [];
    close.push(() => Promise.all([...nodes, ...places].map((one) => one.close())));
    await Promise.all([
      start(),
      ...numbers(wanted.nodes).map(
        async (number) => void (nodes[number - 1] = await openNode({ number, folder, network, port: () => port })),
      ),
      ...numbers(wanted.places).map(async (number) => void (places[number - 1] = await openPlace({ number, folder, network }))),
    ]);
    return {
      folder,
      network,
      nodes,
      places,
      stopPortal,
      startAgain: start,
      portal: () => portal ?? away(),
      route: (pair, node) =>
        network.backend
          .sh(`ip route replace ${pair.ipv4}/32 via ${node.inside.ipv4}; ip -6 route replace ${pair.ipv6}/128 via ${node.inside.ipv6}`)
          .then(() => undefined),
      nodeAt: (address) => nodes.find((node) => node.address === address) ?? unknown(address),
      said: () =>
        [portal?.log() ?? "", ...nodes.map((node) => `${node.name}: ${node.log()}${node.read("live/openvpn.log") ?? ""}`)]
          .map((log) => log.slice(-4000))
          .join("\n\n"),
      close: shut,
    };
  } catch (error) {
    await shut();
    throw error;
  }
}

/** After each test: what everybody said, where it failed. */
export function tellFailure(lab: Lab | undefined): void {
  const { status, expectedStatus } = test.info();
  if (lab && status !== expectedStatus) console.log(lab.said());
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function away(): never {
  throw new Error("The portal is away.");
}

function unknown(address: string): never {
  throw new Error(`No node has the address ${address}.`);
}

/** Folders of runs that were killed; namespaces and processes have died with them. */
function removeLeftFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^hp-lab-(\d+)-/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}
