import { z } from "zod";
import { whyNotPush } from "@/lib/addresses/pushed-routes";
import { serverConfOf, type ServerConfFacts } from "@/lib/nodes/server-conf-of";
import { refuse } from "@/lib/refusal";
import { optionLines, type ProfileRemote } from "@/lib/users/profile";
import { around, lineDiff, type DiffLine } from "./line-diff";
import { SETTING_NAMES, type ClusterSettings, type SettingName } from "./settings-body";

export type NodeFacts = { name: string; interface: string; proto: string; address: string; port: number };
export type PreviewFacts = {
  before: ClusterSettings;
  after: ClusterSettings;
  pools: Pick<ServerConfFacts, "pool" | "morePools">;
  nodes: readonly NodeFacts[];
  /** Those in force, which profiles list. */
  remotes: readonly Pick<ProfileRemote, "proto">[];
};

const Lines = z.array(z.object({ mark: z.enum(["same", "gone", "new"]), text: z.string() }));
export const PreviewAnswer = z.object({
  /** What is different, by name, in the order of the page. */
  changes: z.array(z.object({ name: z.string(), before: z.unknown(), after: z.unknown() })),
  /** What changes in server.conf, once for all the nodes where the same lines do: OpenVPN restarts there. */
  serverConf: z.array(z.object({ nodes: z.array(z.string()), lines: Lines })),
  /** What changes in the profiles that are made from now on. */
  profile: Lines,
  /** A new revision goes to the nodes. */
  nodesMustSee: z.boolean(),
});
export type SettingsPreview = {
  changes: { name: SettingName; before: unknown; after: unknown }[];
  serverConf: { nodes: string[]; lines: DiffLine[] }[];
  profile: DiffLine[];
  nodesMustSee: boolean;
};

/** All that a node's files are made of: a change of these moves the revision. */
const REACHES_NODES: ReadonlySet<SettingName> = new Set<SettingName>([
  "nameServers",
  "searchDomains",
  "routes4",
  "routes6",
  "tunMtu",
  "mssfix",
  "splitDns",
  "explicitExitNotify",
]);

/** What a change of the settings would do, before it is made. Refused when a node would not take its server.conf, or a pool is in the way. Pure. */
export function settingsPreview({ before, after, pools, nodes, remotes }: PreviewFacts): SettingsPreview {
  const changes = SETTING_NAMES.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => ({
    name,
    before: before[name],
    after: after[name],
  }));
  const why = whyNotPush(after, [pools.pool, ...(pools.morePools ?? [])]);
  if (why) refuse("invalid", why.sentence, why.field);
  const serverConf = new Map<string, { nodes: string[]; lines: DiffLine[] }>();
  for (const node of nodes) {
    const next = checked(node, confFacts(after, pools));
    const lines = around(lineDiff(rendered(node, confFacts(before, pools)).text.split("\n"), next.split("\n")));
    if (lines.length === 0) continue;
    const key = JSON.stringify(lines);
    const group = serverConf.get(key) ?? { nodes: [], lines };
    group.nodes.push(node.name);
    serverConf.set(key, group);
  }
  // Without a node too: the first one that joins must find a file that it takes.
  if (nodes.length === 0) checked({ name: "a node", interface: "tun0", proto: "udp", address: "", port: 1194 }, confFacts(after, pools));
  return {
    changes,
    serverConf: [...serverConf.values()],
    profile: around(lineDiff(profileLines(before, remotes), profileLines(after, remotes))),
    nodesMustSee: changes.some(({ name }) => REACHES_NODES.has(name)),
  };
}

function confFacts(settings: ClusterSettings, pools: PreviewFacts["pools"]): ServerConfFacts {
  const { nameServers, searchDomains, routes4, routes6, tunMtu, mssfix, splitDns, explicitExitNotify } = settings;
  return {
    push: { dns: nameServers, search: searchDomains, routes4, routes6 },
    options: { tunMtu, mssfix, splitDns, explicitExitNotify },
    ...pools,
  };
}

/** The file, or why there is none: what stands in the database may be wrong already, and this change may be what mends it. */
function rendered(node: NodeFacts, facts: ServerConfFacts): { text: string; why: string | null } {
  try {
    return { text: serverConfOf(node, facts), why: null };
  } catch (error) {
    return { text: "", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The agent's own grammar is asked here already: what it would refuse is not saved. */
function checked(node: NodeFacts, facts: ServerConfFacts): string {
  const { text, why } = rendered(node, facts);
  return why === null ? text : refuse("invalid", `${node.name} would not take this: ${why} Nothing was changed.`);
}

const profileLines = (settings: ClusterSettings, remotes: PreviewFacts["remotes"]) => [
  ...(settings.remoteRandom && remotes.length > 1 ? ["remote-random"] : []),
  ...optionLines(settings, remotes),
];
