import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { agentNode } from "../../../scripts/test/agent-node.mjs";
import { openDoor, type Door } from "./door";
import { openNamespace, type Namespace, type Ran, type Started } from "./namespace";

const AGENT = "/usr/local/lib/homeport/homeport-agent.mjs";

/** A machine on which an agent will run, as a node or as a balancer: nothing on it but what its join command brings. */
export type AgentMachine = {
  name: string;
  machine: Namespace;
  door: Door;
  /** Runs the portal's join command as root in bash. */
  join: (command: string) => Promise<Ran>;
  /** Starts the agent, as whoever joined would. */
  run: () => Promise<void>;
  agent: () => Started;
  /** All that agents of this machine have said. */
  log: () => string;
  /** The agent with these words. */
  ask: (...words: string[]) => Promise<Ran>;
  /** The text of a file in the agent's folder, or null. */
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

/** `setup` is a script that runs first; `words` stand behind the agent's `run`. */
export async function openAgentMachine(at: {
  name: string;
  folder: string;
  port: () => number;
  setup?: string;
  words?: readonly string[];
}): Promise<AgentMachine> {
  const { name } = at;
  const folder = path.join(at.folder, name);
  mkdirSync(path.join(folder, "bin"), { recursive: true });
  const node = agentNode();
  symlinkSync(node.command, path.join(folder, "bin/node"));
  const machine = await openNamespace(name, `${ownRoom(folder)}\n${at.setup ?? ""}`);
  const door = await openDoor(path.join(folder, "portal.sock"), at.port);
  // localhost is both families; the older Node.js takes the first of them only.
  for (const listen of ["TCP4-LISTEN", "TCP6-LISTEN"]) {
    const loopback = listen === "TCP4-LISTEN" ? "bind=127.0.0.1" : "bind=[::1],ipv6only=1";
    await machine.start(["socat", `${listen}:${at.port()},${loopback},fork,reuseaddr,backlog=64`, `UNIX-CONNECT:${door.socket}`]);
  }
  const env = { PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}`, ...node.env };
  const agents: Started[] = [];
  return {
    name,
    machine,
    door,
    join: (command) => machine.run(["bash", "-c", command], env),
    run: async () => void agents.push(await machine.start(["node", AGENT, "run", ...(at.words ?? [])], env)),
    agent: () => agents.at(-1) ?? missing(name),
    log: () => agents.map((agent) => agent.output()).join(""),
    ask: (...words) => machine.run(["node", AGENT, ...words], env),
    read: (file) => text(path.join(machine.root, "var/lib/homeport", file)),
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
