import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { AddedNode, JoinCommand } from "../../../app/_shell/answers";
import { onboard, setUp, type Api, type Person } from "./api";
import { openAgentMachine, type AgentMachine } from "./agent-machine";
import { openLab, type Lab } from "./lab";
import { plug } from "./network";
import { asNode, type LabNode } from "./node";
import { until } from "./until";
import type { Place } from "./vpn-client";

export const VIP = "198.51.100.10";
const INSIDE = "10.1.0.1";

const Status = z.object({
  role: z.literal("balancer"),
  agentRunning: z.boolean(),
  revision: z.number().nullable(),
  map: z.boolean(),
  backends: z.array(z.object({ node: z.string(), up: z.boolean(), inMap: z.boolean() })),
  faults: z.array(z.object({ code: z.string(), sentence: z.string() })),
});

/** A data centre: a balancer with a public address, and nodes in a network of their own behind it, two on UDP and one on TCP. */
export type BalancedLab = {
  lab: Lab;
  api: Api;
  balancer: AgentMachine & {
    status: () => Promise<z.infer<typeof Status>>;
    inMap: () => Promise<string[]>;
    /** Waits for the fault of this code; its sentence. */
    fault: (code: string) => Promise<string>;
    noFault: (code: string) => Promise<unknown>;
  };
  nodes: LabNode[];
  node: (name: string) => LabNode;
  place: (index: number) => Place;
  /** Waits until the kernel's map sends new flows to these nodes, and no other. */
  upIn: (names: string[], ms?: number) => Promise<unknown>;
  /** A profile that leads to the balancer over one protocol. */
  onboard: (username: string, proto: "udp" | "tcp") => Promise<Person>;
  /** The node that has a VPN session of this person; null while there is none. */
  nodeOf: (person: Person) => Promise<LabNode | null>;
  close: () => Promise<void>;
};

const PLAN = [
  { name: "vpn1", address: "10.1.0.21", port: 1194, proto: "udp" },
  { name: "vpn2", address: "10.1.0.22", port: 1194, proto: "udp" },
  { name: "vpn3", address: "10.1.0.23", port: 443, proto: "tcp" },
];

export async function openBehind(places: number): Promise<BalancedLab> {
  const lab = await openLab({ nodes: 0, places });
  const opened: AgentMachine[] = [];
  const close = async () => {
    await Promise.all(opened.map((one) => one.close()));
    await lab.close();
  };
  try {
    const { folder, network } = lab;
    const { port } = lab.portal();
    const bridge = `ip link add dc type bridge && ip link set dc up && ip addr add ${INSIDE}/24 dev dc`;
    const machine = await openAgentMachine({ name: "lb1", folder, port: () => port, setup: bridge });
    opened.push(machine);
    await plug(machine.machine, "wan", network.internet, "public", [`${VIP}/24`]);
    const api = await setUp(lab);
    for (const [index, { name, address }] of PLAN.entries()) {
      const one = await openAgentMachine({ name, folder, port: () => port });
      opened.push(one);
      const inside = { ipv4: `10.20.0.2${index + 1}`, ipv6: `fd00:20::2${index + 1}` };
      await plug(one.machine, "wan", machine.machine, "dc", [`${address}/24`]);
      await plug(one.machine, "core", network.backend, "core", [`${inside.ipv4}/24`, `${inside.ipv6}/64`]);
      await one.machine.sh(`ip route add default via ${INSIDE}`);
      lab.nodes.push(asNode(one, { address, inside }));
    }
    const { nodes } = lab;
    const status = async () => Status.parse(JSON.parse((await machine.ask("status", "--json")).stdout));
    const faultOf = async (code: string) => (await status()).faults.find((one) => one.code === code)?.sentence;
    const soon = { ms: 20_000, every: 200, seen: machine.log };
    const balancer = {
      ...machine,
      status,
      fault: (code: string) => until(`the fault ${code}`, () => faultOf(code), soon),
      noFault: (code: string) => until(`no fault ${code}`, async () => (await faultOf(code)) === undefined, soon),
      inMap: async () => mapped(await machine.machine.sh("nft list ruleset")),
    };
    await joinEverybody(api, balancer, nodes);
    return {
      lab,
      api,
      balancer,
      nodes,
      node: (name) => nodes.find((one) => one.name === name) ?? missing(name),
      place: (index) => lab.places[index] ?? missing(`place ${index}`),
      upIn: (names, ms = 10_000) =>
        until(`the map to be ${names.join(" and ")}`, async () => (await balancer.inMap()).join() === names.join(), {
          ms,
          every: 50,
          seen: balancer.log,
        }),
      onboard: async (username, proto) => {
        const person = await onboard(lab, api, username);
        const lines = readFileSync(person.profile, "utf8").split("\n");
        writeFileSync(person.profile, lines.filter((line) => !line.startsWith("remote ") || line.endsWith(` ${proto}`)).join("\n"));
        return person;
      },
      nodeOf: async (person) => {
        for (const node of nodes) {
          const { vpnSessions, openvpnRunning } = await node.status();
          if (openvpnRunning && vpnSessions.some(({ commonName }) => commonName === person.commonName)) return node;
        }
        return null;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The names of the nodes that the kernel's map sends new flows to. */
const mapped = (ruleset: string): string[] =>
  PLAN.filter(({ address, port }) => new RegExp(`\\d+ : ${address} \\. ${port}\\b`).test(ruleset)).map(({ name }) => name);

function missing(name: string): never {
  throw new Error(`There is no ${name}.`);
}

type Remote = { id: string; version: number; address: string };

async function joinEverybody(api: Api, balancer: AgentMachine, nodes: readonly LabNode[]): Promise<void> {
  const commands: string[] = [];
  for (const one of PLAN)
    commands.push((await api.call<AddedNode>("POST", "/api/v1/nodes", { ...one, interface: "tun0" })).join?.command ?? "");
  const remote = { address: VIP, port: 1194, proto: "udp" };
  await api.call("POST", "/api/v1/balancers", { name: "lb1", nodes: nodes.map(({ name }) => name), remote });
  await api.call("POST", "/api/v1/remotes", { balancer: "lb1", address: VIP, port: 443, proto: "tcp" });
  // Nobody outside reaches the nodes themselves.
  const { remotes } = await api.call<{ remotes: Remote[] }>("GET", "/api/v1/remotes");
  for (const { id, version, address } of remotes) if (address !== VIP) await api.call("DELETE", `/api/v1/remotes/${id}`, { version });
  const { command } = await api.call<JoinCommand>("POST", "/api/v1/balancers/lb1/join", {});
  await Promise.all([
    joinAndRun(balancer, command),
    ...nodes.map(async (node, index) => {
      await joinAndRun(node, commands[index] ?? "");
      await until(`OpenVPN on ${node.name}`, () => node.read("live/openvpn.log")?.includes("Initialization Sequence Completed"), {
        ms: 30_000,
        seen: node.log,
      });
    }),
  ]);
}

async function joinAndRun(machine: AgentMachine, command = ""): Promise<void> {
  const ran = await machine.join(command);
  if (ran.code !== 0) throw new Error(`${machine.name} did not join: ${ran.stdout}${ran.stderr}`);
  await machine.run();
}
