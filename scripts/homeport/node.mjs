import { deed, part } from "./action.mjs";
import { cell, list, properties, table } from "./print.mjs";

const COLUMNS = ["name", "address", "port", "proto", "state", "silent", "behind", "vpnSessions", "crlThisUpdate"];

/** @param {import("commander").Command} program */
export function addNode(program) {
  const node = program.command("node").description("the OpenVPN servers");
  node
    .command("list")
    .description("list the nodes")
    .action(
      deed(async ({ portal, say }) => {
        const found = await portal.ask("GET", "/api/v1/nodes");
        say(found, () => table(list(found, "nodes"), COLUMNS));
      }),
    );
  node
    .command("show <name>")
    .description("one node, its faults and VPN sessions")
    .action(
      deed(async ({ portal, say }, name) => {
        const found = await portal.ask("GET", `/api/v1/nodes/${part(name)}`);
        const { sessions: _s, faults, ...facts } = found;
        const sessions = list(found, "sessions");
        const said = Array.isArray(faults) ? faults.map((fault) => `Fault  ${cell(Reflect.get(fault, "sentence"))}`) : [];
        say(found, () =>
          [properties(facts), ...said, sessions.length > 0 ? table(sessions, ["commonName", "ipv4", "ipv6", "source", "since"]) : ""]
            .filter(Boolean)
            .join("\n\n"),
        );
      }),
    );
  node
    .command("add <name>")
    .description("add a node, and print the command that joins it")
    .requiredOption("--address <address>", "what clients connect to")
    .option("--port <port>", "", "1194")
    .option("--proto <protocol>", "udp or tcp", "udp")
    .option("--interface <name>", "the tunnel's network device", "tun0")
    .action(
      deed(async ({ portal, options: { address, port, proto, interface: device }, say }, name) => {
        const added = await portal.ask("POST", "/api/v1/nodes", { body: { name, address, port: Number(port), proto, interface: device } });
        say(added, () => commandIn(added.join));
      }),
    );
  node
    .command("join <name>")
    .description("make a new join command for a node")
    .action(
      deed(async ({ portal, say }, name) => {
        const made = await portal.ask("POST", `/api/v1/nodes/${part(name)}/join`);
        say(made, () => commandIn(made));
      }),
    );
  node
    .command("remove <name>")
    .description("take a node out: its token dies and its certificate is revoked")
    .requiredOption("--confirm <name>", "the node's name again")
    .action(
      deed(async ({ portal, options: { confirm }, say }, name) => {
        const done = await portal.ask("DELETE", `/api/v1/nodes/${part(name)}`, { body: { confirm } });
        say(
          done,
          `${name} is removed. Its certificate ends ${cell(done.certificateNotAfter)}: until then a stolen key of it could deceive clients.`,
        );
      }),
    );
}

/** @param {unknown} join */
function commandIn(join) {
  const command = join && typeof join === "object" ? Reflect.get(join, "command") : null;
  return command ? String(command) : "There is no join command in this answer.";
}
