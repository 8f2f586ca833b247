import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { agentNode } from "../../../scripts/test/agent-node.mjs";
import { openDoor, type Door } from "./door";
import { openNamespace, type Namespace, type Ran, type Started } from "./namespace";
import { plug, type Network } from "./network";

const AGENT = "/usr/local/lib/homeport/homeport-agent.mjs";
const Status = z.object({
  agentRunning: z.boolean(),
  openvpnRunning: z.boolean(),
  revision: z.number().nullable(),
  crlRefused: z.string().nullable(),
  crls: z.array(z.object({ number: z.string() })),
  vpnSessions: z.array(z.object({ commonName: z.string() })),
  faults: z.array(z.object({ code: z.string(), sentence: z.string() })),
});
export type NodeStatus = z.infer<typeof Status>;

/** A machine that becomes a node: nothing on it but what its join command brings. */
export type LabNode = {
  name: string;
  /** Where clients find it, and where the backend does. */
  address: string;
  inside: { ipv4: string; ipv6: string };
  machine: Namespace;
  door: Door;
  /** Runs the portal's join command as root in bash. */
  join: (command: string) => Promise<Ran>;
  /** Starts the agent, as whoever joined would. */
  run: () => Promise<void>;
  agent: () => Started;
  /** All that agents of this node have said. */
  log: () => string;
  /** The agent with these words. */
  ask: (...words: string[]) => Promise<Ran>;
  status: () => Promise<NodeStatus>;
  openvpnPid: () => number | null;
  /** The text of a file in the node's folder, or null. */
  read: (file: string) => string | null;
  close: () => Promise<void>;
};

/** Folders that a join command and an agent write to: on this machine as they are, in the node with room of its own. */
const ownRoom = (folder: string) => `
for dir in /usr/local/lib /var/lib; do
  mkdir -p "${folder}$dir" && mount --bind $dir "${folder}$dir" && mount -t tmpfs tmpfs $dir
  for one in "${folder}$dir"/*; do [ "\${one##*/}" = homeport ] || ln -s "$one" $dir/; done
done
rm -f /usr/local/lib/homeport /var/lib/homeport
if [ -d /run/systemd/system ]; then mount -t tmpfs tmpfs /run/systemd; fi
`;

export async function openNode(at: { number: number; folder: string; network: Network; port: () => number }): Promise<LabNode> {
  const { number, network } = at;
  const name = `vpn${number}`;
  const folder = path.join(at.folder, name);
  mkdirSync(path.join(folder, "bin"), { recursive: true });
  const node = agentNode();
  symlinkSync(node.command, path.join(folder, "bin/node"));
  const address = `198.51.100.${20 + number}`;
  const inside = { ipv4: `10.20.0.${20 + number}`, ipv6: `fd00:20::${20 + number}` };
  const machine = await openNamespace(name, ownRoom(folder));
  const door = await openDoor(path.join(folder, "portal.sock"), at.port);
  await plug(machine, "wan", network.internet, "public", [`${address}/24`]);
  await plug(machine, "core", network.backend, "core", [`${inside.ipv4}/24`, `${inside.ipv6}/64`]);
  // localhost is both families; the older Node.js takes the first of them only.
  for (const listen of ["TCP4-LISTEN", "TCP6-LISTEN"]) {
    const loopback = listen === "TCP4-LISTEN" ? "bind=127.0.0.1" : "bind=[::1],ipv6only=1";
    await machine.start(["socat", `${listen}:${at.port()},${loopback},fork,reuseaddr,backlog=64`, `UNIX-CONNECT:${door.socket}`]);
  }
  const env = { PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}`, ...node.env };
  const inFolder = (file: string) => path.join(machine.root, "var/lib/homeport", file);
  const agents: Started[] = [];
  const ask = (...words: string[]) => machine.run(["node", AGENT, ...words], env);
  return {
    name,
    address,
    inside,
    machine,
    door,
    join: (command) => machine.run(["bash", "-c", command], env),
    run: async () => void agents.push(await machine.start(["node", AGENT, "run"], env)),
    agent: () => agents.at(-1) ?? missing(name),
    log: () => agents.map((agent) => agent.output()).join(""),
    ask,
    status: async () => Status.parse(JSON.parse((await ask("status", "--json")).stdout)),
    openvpnPid: () => Number(text(inFolder("live/openvpn.pid"))) || null,
    read: (file) => text(inFolder(file)),
    close: async () => {
      await machine.close();
      await door.close();
    },
  };
}

function missing(name: string): never {
  throw new Error(`No agent was started on ${name}.`);
}

function text(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
