import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_DIR } from "./paths";

export const USAGE = `Homeport's agent, of a node or of a load balancer.

  enrol --portal URL --pin HEX --token TOKEN   make this machine a node, or a balancer (the token may stand in HOMEPORT_JOIN_TOKEN)
  run                                          pull from the portal and keep OpenVPN, or the balancer's map, until SIGTERM or SIGINT
  status [--json]                              what this machine holds, serves and lacks
  check [--json]                               what the live configuration and the kernel settings lack
  clear                                        take a balancer's map out of the kernel; the agent must be stopped
  --version, --help

  --role node|balancer    with enrol: what this machine becomes (node); afterwards the folder says it
  --dir FOLDER            the folder (${DEFAULT_DIR})
  --frr NAME              the pathspace of this node's FRR, where several share the machine (or HOMEPORT_FRR)
  --supervisor systemd|child   with enrol: who keeps OpenVPN (systemd where it runs)
`;

export type Wish =
  | { verb: "help" | "version" }
  | { verb: "clear"; dir: string }
  | {
      verb: "enrol";
      role: "node" | "balancer";
      dir: string;
      portal: string;
      pin: string;
      token: string;
      supervisor: "systemd" | "child" | null;
      frr: string | null;
    }
  | { verb: "run"; dir: string; frr: string | null }
  | { verb: "status" | "check"; dir: string; json: boolean };

/** Throws with a sentence. */
export function readArguments(args: string[], environment: Record<string, string | undefined>): Wish {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      portal: { type: "string" },
      pin: { type: "string" },
      token: { type: "string" },
      role: { type: "string" },
      dir: { type: "string" },
      supervisor: { type: "string" },
      frr: { type: "string" },
      json: { type: "boolean" },
      version: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, surplus] = positionals;
  const dir = resolve(values.dir ?? DEFAULT_DIR);
  if (values.version) return { verb: "version" };
  if (values.help || verb === undefined) return { verb: "help" };
  if (surplus !== undefined) throw new Error(`"${surplus}" is one word too many.`);
  const frr = values.frr ?? environment.HOMEPORT_FRR ?? null;
  if (frr !== null && !/^[A-Za-z0-9_-]{1,30}$/.test(frr))
    throw new Error("--frr is the name of an FRR pathspace: letters, digits, - and _.");
  if (verb === "run") return { verb, dir, frr };
  if (verb === "status" || verb === "check") return { verb, dir, json: values.json ?? false };
  if (verb === "clear") return { verb, dir };
  if (verb !== "enrol") throw new Error(`"${verb}" is not a command: enrol, run, status, check or clear.`);
  const { portal, pin, supervisor, role = "node" } = values;
  const token = values.token ?? environment.HOMEPORT_JOIN_TOKEN;
  if (portal === undefined) throw new Error("enrol needs --portal, the portal's address.");
  if (pin === undefined) throw new Error("enrol needs --pin, the fingerprint of the bundle-signing key that the portal shows.");
  if (!token) throw new Error("enrol needs --token, or the join token in HOMEPORT_JOIN_TOKEN.");
  if (supervisor !== undefined && supervisor !== "systemd" && supervisor !== "child") throw new Error("--supervisor is systemd or child.");
  if (role !== "node" && role !== "balancer") throw new Error("--role is node or balancer.");
  return { verb, role, dir, portal, pin, token, supervisor: supervisor ?? null, frr };
}
