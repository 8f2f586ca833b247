// Whether a signed bundle may be applied at all: its envelope, and the grammars of its files. Pure.
import { X509Certificate } from "node:crypto";
import type { Topology } from "../lib/addresses/pool";
import type { BundlePayload, SignedBundle } from "../lib/nodes/bundle";
import { checkCcd } from "../lib/nodes/ccd";
import { checkServerConfig } from "../lib/nodes/server-config-grammar";
import { topologyOfConf } from "../lib/nodes/topology";
import { pemBlocks } from "../lib/pki/pem";
import { openEnvelope, refusedBundle, type BundleAnswer, type Expected } from "./bundle-envelope";
import { parseCommonName } from "../lib/users/common-name";

const NEEDED = ["server.conf", "trusted_chain.pem", "tls-crypt-v2.key"];

/** The CRL is not judged here: an unsafe one is refused alone, while the removals of the same bundle apply (crl-gate). */
export function checkBundle(signed: SignedBundle, expected: Expected): BundleAnswer {
  const opened = openEnvelope(signed, expected, "node");
  if (!opened.ok) return opened;
  const why = whyNotFiles(opened.payload);
  return why === null ? opened : refusedBundle(why, "node");
}

function whyNotFiles({ files, removals }: BundlePayload): string | null {
  const paths = new Set<string>();
  const topology = topologyOfConf(files.find(({ path }) => path === "server.conf")?.content ?? "");
  for (const { path, content } of files) {
    if (paths.has(path)) return `the file ${quoted(path)} is in it twice`;
    paths.add(path);
    const why = whyNotFile(path, content, topology);
    if (why !== null) return `${quoted(path)}: ${why.replace(/\.$/, "")}`;
  }
  const missing = NEEDED.find((path) => !paths.has(path));
  if (missing !== undefined) return `${missing} is missing`;
  for (const { commonName } of removals) {
    if (!parseCommonName(commonName)) return `it removes ${quoted(commonName)}, which is not a common name`;
    if (paths.has(`ccd/${commonName}`)) return `it removes and admits ${commonName} at once`;
  }
  return null;
}

function whyNotFile(path: string, content: string, topology: Topology): string | null {
  if (path.startsWith("ccd/")) return parseCommonName(path.slice(4)) ? checkCcd(content, topology) : "this is not the name of a ccd file";
  if (path === "server.conf") return checkServerConfig(content);
  if (path === "trusted_chain.pem") return whyNotChain(content);
  if (path === "tls-crypt-v2.key") return TLS_CRYPT.test(content) ? null : "this is not a tls-crypt-v2 server key";
  if (path === "crl.pem") return null;
  return "a node has no such file";
}

const TLS_CRYPT =
  /^-----BEGIN OpenVPN tls-crypt-v2 server key-----\n[A-Za-z0-9+/=]{64}\n[A-Za-z0-9+/=]{64}\n[A-Za-z0-9+/=]{44}\n-----END OpenVPN tls-crypt-v2 server key-----\n$/;

/** CA certificates only, no two of one name: OpenVPN would not start (fact 12). */
function whyNotChain(text: string): string | null {
  try {
    const subjects = new Set<string>();
    const blocks = pemBlocks(text);
    if (blocks.length < 1 || blocks.length > 10) return "this is not a chain of CA certificates";
    for (const { label, der } of blocks) {
      const certificate = new X509Certificate(der);
      if (label !== "CERTIFICATE" || !certificate.ca) return "it holds something that is not a CA certificate";
      if (subjects.has(certificate.subject)) return "two of its CA certificates have one name";
      subjects.add(certificate.subject);
    }
    return null;
  } catch {
    return "it cannot be read";
  }
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));
