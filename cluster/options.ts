// What stands behind `npm run cluster --`. Pure.
import { parseArgs } from "node:util";
import type { ClusterOptions } from "./cluster";
import { MOST } from "./plan";

export type Wish =
  /** stay: until Ctrl-C. up: goes on in the background. serve: what `up` starts. */
  | { verb: "stay" | "up" | "serve"; options: ClusterOptions; json: string | null }
  | { verb: "status"; json: boolean }
  | { verb: "down" | "help" };

export const USAGE = `npm run cluster: the laboratory of six OpenVPN nodes in three sites, with people connected, on this machine (Linux, as root).

  npm run cluster                      starts it, and stays until Ctrl-C
  npm run cluster -- up --json FILE    starts it in the background, and says in FILE where everything is
  npm run cluster -- status [--json]   whether it runs, and where everything is
  npm run cluster -- down              takes everything away

  --nodes N            OpenVPN nodes (6; at most ${MOST.nodes})
  --clients N          people who are connected (150; at most ${MOST.clients})
  --people N           people of the company (800; at most ${MOST.people})
  --routing ospf|bgp   what nodes and core speak (ospf)
  --topology subnet|net30
`;

/** Throws with a sentence. */
export function readWish(args: readonly string[]): Wish {
  const status = args[0] === "status";
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      nodes: { type: "string" },
      clients: { type: "string" },
      people: { type: "string" },
      routing: { type: "string" },
      topology: { type: "string" },
      json: { type: status ? "boolean" : "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb = "stay", surplus] = positionals;
  if (values.help || verb === "help") return { verb: "help" };
  if (surplus !== undefined) throw new Error(`"${surplus}" is one word too many.`);
  const { nodes, clients, people, routing, topology, json } = values;
  if (verb === "status" || verb === "down") {
    const about =
      [nodes, clients, people, routing, topology].some((value) => value !== undefined) || (verb === "down" && json !== undefined);
    if (about) throw new Error(`${verb} takes no options but ${verb === "status" ? "--json" : "none"}: it is about the cluster that runs.`);
    return verb === "down" ? { verb } : { verb, json: json === true };
  }
  if (verb !== "stay" && verb !== "up" && verb !== "serve") throw new Error(`"${verb}" is not a command: up, status or down.`);
  if (routing !== undefined && routing !== "ospf" && routing !== "bgp") throw new Error("--routing is ospf or bgp.");
  if (topology !== undefined && topology !== "subnet" && topology !== "net30") throw new Error("--topology is subnet or net30.");
  return {
    verb,
    options: {
      nodes: number("--nodes", nodes, 6, 1, MOST.nodes),
      clients: number("--clients", clients, 150, 0, MOST.clients),
      people: number("--people", people, 800, 0, MOST.people),
      routing: routing ?? "ospf",
      topology: topology ?? "subnet",
    },
    json: typeof json === "string" ? json : null,
  };
}

function number(name: string, text: string | boolean | undefined, usual: number, least: number, most: number): number {
  if (text === undefined) return usual;
  const value = typeof text === "string" && /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) throw new Error(`${name} must be a number from ${least} to ${most}.`);
  return value;
}
