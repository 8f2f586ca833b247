import { createHash, createPublicKey } from "node:crypto";
import { mkdirSync, renameSync, rmSync, existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { callPortal, refusalOf } from "./call-portal";
import { makeNodeCsr, newNodeKey } from "./csr";
import type { Paths } from "./paths";
import { readPortalUrl } from "./portal-url";
import { whyNotCertificate } from "./renew";
import { writeState, type Identity } from "./state";
import { AGENT_VERSION } from "./version";
import { syncFolder, writeFile } from "./write-file";

const Enrolled = z.object({
  node: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  cluster: z.uuid(),
  nodeToken: z.string().min(32).max(200),
  certificate: z.string().max(20_000),
  chain: z.string().max(100_000),
  bundleKey: z.string().max(1000),
  epoch: z.number().int().min(0),
});

export type Enrolment = { portal: string; pin: string; token: string; supervisor: Identity["supervisor"]; frr: string | null };

/** Makes this folder a node's. A refusal or a crash leaves a folder that is not enrolled. Throws with a sentence. */
export async function enrol(at: Paths, wish: Enrolment): Promise<Identity> {
  const portal = readPortalUrl(wish.portal).href;
  if (!/^[0-9a-f]{64}$/i.test(wish.pin)) throw new Error("--pin must be the 64 hex digits that the portal shows.");
  if (existsSync(at.identity))
    throw new Error(`${at.dir} is enrolled already. To enrol it again, stop the agent and OpenVPN and remove the folder.`);
  const made = mkdirSync(at.dir, { recursive: true, mode: 0o700 });
  const fresh = join(at.dir, "enrolling");
  try {
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(join(fresh, "ccd"), { recursive: true, mode: 0o700 });
    const key = newNodeKey();
    const answer = await callPortal(portal, {
      method: "POST",
      path: "api/v1/nodes/enrol",
      timeoutMs: 30_000,
      maxBytes: 1_000_000,
      body: { joinToken: wish.token, csr: makeNodeCsr(key), agentVersion: AGENT_VERSION },
    });
    if (answer.status !== 201) throw new Error(refusalOf(answer));
    const enrolled = Enrolled.safeParse(readJson(answer.body));
    if (!enrolled.success) throw new Error("The portal's answer is not in the known form. Is --portal the address of a Homeport portal?");
    const { node, cluster, nodeToken, certificate, chain, bundleKey, epoch } = enrolled.data;
    const why = whyNotKey(bundleKey, wish.pin) ?? whyNotCertificate(certificate, chain, key);
    if (why !== null) throw new Error(why);
    writeFile(join(fresh, "server.key"), key);
    writeFile(join(fresh, "server.crt"), certificate);
    rmSync(at.live, { recursive: true, force: true });
    renameSync(fresh, at.live);
    syncFolder(at.dir);
    const identity: Identity = {
      portal,
      node,
      cluster,
      nodeToken,
      bundleKey,
      pin: wish.pin.toLowerCase(),
      epoch,
      enrolledAt: new Date().toISOString(),
      supervisor: wish.supervisor,
      frr: wish.frr,
    };
    writeState(at.identity, identity);
    return identity;
  } catch (error) {
    rmSync(made ?? fresh, { recursive: true, force: true });
    throw error;
  }
}

/** The key that signs bundles must be the one whose fingerprint stood in the join command. */
export function whyNotKey(bundleKey: string, pin: string): string | null {
  try {
    const key = createPublicKey(bundleKey);
    const found = createHash("sha256")
      .update(key.export({ type: "spki", format: "der" }))
      .digest("hex");
    if (key.asymmetricKeyType !== "ed25519") return "The portal's bundle-signing key is not an Ed25519 key.";
    return found === pin.toLowerCase()
      ? null
      : `The portal's bundle-signing key has the fingerprint ${found}, not the one in the join command. Somebody may stand in between; nothing was stored.`;
  } catch {
    return "The portal's bundle-signing key cannot be read.";
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
