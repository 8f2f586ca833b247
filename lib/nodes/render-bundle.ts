import { sign } from "node:crypto";
import { getSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { db, type Tx } from "@/lib/db/client";
import { readChainPem, readCrlPem } from "@/lib/pki/read-files";
import { digestOf, encodeBundle, fileHash, type BundleFile, type BundlePayload, type SignedBundle } from "./bundle";
import { bundleKey } from "./bundle-key";
import { poolOf } from "@/lib/addresses/range";
import { renderCcd } from "./ccd";
import type { NodeSettings } from "./node-settings";
import { owedRemovals } from "./owed-removals";
import { routingFacts } from "./read-routing-facts";
import { nodeRouting, type RoutedNode, type RoutingFacts } from "./routing";
import { serverConfInForce, type ServerConfFacts } from "./server-conf-of";

type Shared = ServerConfFacts & {
  revision: bigint;
  epoch: number;
  uuid: string;
  audit: { seq: number; hash: string };
  files: BundleFile[];
  digest: string;
  routing: RoutingFacts;
};
const process_ = globalThis as typeof globalThis & {
  homeportBundle?: { key: string; shared: Promise<Shared> };
};

/** What every node's bundle of a revision has in common, rendered once a process and shared by all who wait. */
async function shared(revision: bigint, epoch: number): Promise<Shared> {
  const key = `${epoch}.${revision}`;
  if (process_.homeportBundle?.key !== key) {
    const rendering = db().$transaction(readShared, { isolationLevel: "RepeatableRead" });
    process_.homeportBundle = { key, shared: rendering };
    rendering.catch(() => (process_.homeportBundle = undefined));
  }
  return process_.homeportBundle.shared;
}

/** One snapshot: whatever is committed meanwhile belongs to a later revision. */
async function readShared(tx: Tx): Promise<Shared> {
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 } });
  const { tunMtu, mssfix, splitDns, explicitExitNotify } = await readSettings(tx);
  const pools = await tx.addressPool.findMany({ orderBy: { id: "asc" }, select: { ipv4: true, ipv6: true, topology: true } });
  const [pool, ...morePools] = pools;
  if (!pool) throw new Error("There is no address pool.");
  const admitted = await tx.certificate.findMany({
    where: { kind: "device", revision: { not: null }, removalRevision: null },
    select: { commonName: true, device: { select: { ipv4: true, ipv6: true } } },
    orderBy: { commonName: "asc" },
  });
  const tlsCryptKey = await getSecret("tls-crypt-v2-server-key", tx);
  if (!tlsCryptKey) throw new Error("The tls-crypt-v2 server key is not in the database.");
  const files: BundleFile[] = [
    { path: "trusted_chain.pem", content: await readChainPem(tx) },
    { path: "crl.pem", content: await readCrlPem(tx) },
    { path: "tls-crypt-v2.key", content: tlsCryptKey.toString("utf8") },
    ...admitted.flatMap(({ commonName, device }) =>
      device ? [{ path: `ccd/${commonName}`, content: renderCcd({ ...device, pool: poolOf(pools, device.ipv4), first: pool }) }] : [],
    ),
  ];
  return {
    revision: cluster.revision,
    epoch: cluster.epoch,
    uuid: cluster.uuid,
    audit: { seq: Number(cluster.auditSeq), hash: cluster.auditHead },
    push: { dns: cluster.nameServers, search: cluster.searchDomains, routes4: cluster.routes4, routes6: cluster.routes6 },
    options: { tunMtu, mssfix, splitDns, explicitExitNotify },
    pool,
    morePools,
    files,
    digest: digestOf(files),
    routing: await routingFacts(tx),
  };
}

/** The whole bundle of the revision in force for one node, signed. `revision` and `epoch` are what the caller saw last. */
export async function renderBundle(
  node: { id: string; name: string },
  at: { revision: bigint; epoch: number },
  now: Date,
): Promise<SignedBundle> {
  const common = await shared(at.revision, at.epoch);
  const row = await db().node.findUniqueOrThrow({ where: { id: node.id }, include: { site: { select: { name: true } } } });
  const serverConf = { path: "server.conf", content: serverConfInForce(row, common) };
  const payload: BundlePayload = {
    format: 1,
    cluster: common.uuid,
    node: node.name,
    epoch: common.epoch,
    from: 0,
    to: Number(common.revision),
    issuedAt: now.toISOString(),
    audit: common.audit,
    digest: withFile(common.digest, serverConf),
    files: [serverConf, ...common.files],
    removals: await owedRemovals(row.id, row.enrolledRevision ?? 0n, common),
    settings: nodeSettings({ ...row, site: row.site.name }, common),
  };
  const { bytes, signed } = encodeBundle(payload);
  return { payload: Buffer.from(bytes).toString("base64"), signature: sign(null, signed, await bundleKey()).toString("base64") };
}

/** The digest of what a node would be sent, unless another revision is in force by now. */
export async function digestInForce(
  node: Parameters<typeof serverConfInForce>[0],
  at: { revision: bigint; epoch: number },
): Promise<string | null> {
  const common = await shared(at.revision, at.epoch);
  if (common.revision !== at.revision || common.epoch !== at.epoch) return null;
  return withFile(common.digest, { path: "server.conf", content: serverConfInForce(node, common) });
}

type SetNode = { restarts: number; drainedAt: Date | null } & Pick<RoutedNode, "site" | "coreInterface" | "routerId">;

function nodeSettings(node: SetNode, { pool, morePools = [], routing }: Shared): NodeSettings {
  return {
    restarts: node.restarts,
    drained: node.drainedAt !== null,
    topology: pool.topology,
    pools: [pool, ...morePools].map(({ ipv4, ipv6 }) => ({ ipv4, ipv6 })),
    routing: nodeRouting(routing, node),
  };
}

function withFile(digest: string, file: BundleFile): string {
  return ((BigInt(`0x${digest}`) + fileHash(file)) % (1n << 256n)).toString(16).padStart(64, "0");
}
