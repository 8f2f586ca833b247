// The .ovpn file: everything inline, put together in the browser beside the private key (I12).
// Made for OpenVPN 2.5 to 2.7 and OpenVPN Connect 3. Browser-safe.
import { fromPem, pemBlocks, toPem } from "../pki/pem";

export interface ProfileRemote {
  /** A host name, an IPv4 or an IPv6 address. */
  address: string;
  port: number;
  proto: "udp" | "tcp";
}

export interface ProfileParts {
  clusterName: string;
  commonName: string;
  /** Nodes and load balancers, at least one. */
  remotes: readonly ProfileRemote[];
  /** What the common names of this cluster's nodes begin with. */
  nodeNamePrefix: string;
  /** The issuing CA of this certificate first, the root last. */
  chainPem: string;
  certificatePem: string;
  /** PRIVATE KEY, or ENCRYPTED PRIVATE KEY where there is a passphrase. */
  privateKeyPem: string;
  tlsCryptV2Pem: string;
  options: ProfileOptions;
}

/** What an admin has chosen about the tunnel and what a node cannot tell every client: OpenVPN before 2.6 takes it from here (fact 40). */
export interface ProfileOptions {
  tunMtu: number | null;
  explicitExitNotify: boolean;
  remoteRandom: boolean;
}

const HOST = /^(?!-)[A-Za-z0-9.-]{1,253}$/;
const IPV6 = /^(?=.*:)[0-9A-Fa-f:.]{2,45}$/;
const NODE_NAME_PREFIX = /^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/;

/**
 * The text of a profile. Nothing that a person typed stands in it unchecked: addresses and names have
 * a grammar, every PEM block is read and written anew, and the cluster's name is a comment of safe
 * characters. Throws RangeError or PemError on parts that do not fit.
 */
export function renderProfile(parts: ProfileParts): string {
  const chain = pemBlocks(parts.chainPem);
  const [issuing] = chain;
  if (!issuing || chain.some((block) => block.label !== "CERTIFICATE"))
    throw new RangeError("the chain has certificates, the issuing CA first, and nothing else");
  if (!NODE_NAME_PREFIX.test(parts.nodeNamePrefix)) throw new RangeError("a prefix of node names that does not fit into a profile");
  if (parts.remotes.length === 0) throw new RangeError("a profile without a remote leads nowhere");
  const privateKey = pemBlocks(parts.privateKeyPem).find(
    (block) => block.label === "ENCRYPTED PRIVATE KEY" || block.label === "PRIVATE KEY",
  );
  if (!privateKey) throw new RangeError("the private key is not in PKCS#8");

  const lines = [
    `# ${comment(parts.clusterName)}: ${comment(parts.commonName)}`,
    "# Made by Homeport. This file holds a private key: keep it to yourself.",
    "client",
    "dev tun",
    "nobind",
    ...connectionLines(parts.remotes, parts.options),
    // The key stays in memory and the tunnel stays up from one node to the next: no second question
    // for the passphrase, and nothing leaves in clear meanwhile.
    "persist-key",
    "persist-tun",
    "remote-cert-tls server",
    `verify-x509-name "${parts.nodeNamePrefix}" name-prefix`,
    "tls-version-min 1.2",
    "data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305",
    // "setenv opt": unknown options stop OpenVPN Connect unless they stand behind it (fact 27).
    "setenv opt auth-nocache",
    // A client that a node refuses waits for its ccd file instead of exiting (fact 17).
    "setenv opt auth-retry nointeract",
    ...optionLines(parts.options, parts.remotes),
    "verb 3",
  ];
  return [
    `${lines.join("\n")}\n`,
    inline("ca", ...chain.map((block) => toPem("CERTIFICATE", block.der))),
    // With the issuing CA beside it the certificate verifies on a node that knows only the root.
    inline("cert", toPem("CERTIFICATE", fromPem("CERTIFICATE", parts.certificatePem)), toPem("CERTIFICATE", issuing.der)),
    inline("key", toPem(privateKey.label, privateKey.der)),
    inline("tls-crypt-v2", toPem(TLS_CRYPT_V2, fromPem(TLS_CRYPT_V2, parts.tlsCryptV2Pem))),
  ].join("");
}

/** Where a client connects to, and how soon it tries the next (facts 25, 49). A profile that is out gets other ones (rewrite-profile.ts). */
export function connectionLines(remotes: readonly ProfileRemote[], { remoteRandom }: Pick<ProfileOptions, "remoteRandom">): string[] {
  return [
    ...remotes.map(remoteLine),
    // Spreads the clients over the nodes, and lets one that lost its node try the others.
    ...(remoteRandom && remotes.length > 1 ? ["remote-random"] : []),
    "server-poll-timeout 4",
    // `auth-retry nointeract` makes every pause 10 s, and only the second number caps it (fact 49).
    "connect-retry 1 2",
    "resolv-retry infinite",
  ];
}

/** The lines of a profile that the settings decide. */
export function optionLines(
  { tunMtu, explicitExitNotify }: Omit<ProfileOptions, "remoteRandom">,
  remotes: readonly Pick<ProfileRemote, "proto">[],
): string[] {
  if (tunMtu !== null && (!Number.isInteger(tunMtu) || tunMtu < 1280 || tunMtu > 1500))
    throw new RangeError("a profile's MTU is a number from 1280 to 1500");
  return [...(tunMtu === null ? [] : [`tun-mtu ${tunMtu}`]), ...(explicitExitNotify && saysGoodbye(remotes) ? [GOODBYE] : [])];
}

export const GOODBYE = "explicit-exit-notify 1";
/** Says goodbye, so that the node frees the address at once. OpenVPN 2.5 stops at it with TCP. */
export const saysGoodbye = (remotes: readonly Pick<ProfileRemote, "proto">[]): boolean => remotes.every(({ proto }) => proto === "udp");

const TLS_CRYPT_V2 = "OpenVPN tls-crypt-v2 client key";

/** `harbour-alice.laptop.1.ovpn`: small letters, digits, dots and hyphens, for every file system. */
export function profileFileName(clusterName: string, commonName: string): string {
  const safe = (text: string) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9.]+/g, "-")
      .replace(/\.{2,}/g, ".")
      .replace(/^[-.]+|[-.]+$/g, "");
  const cluster = safe(clusterName.replaceAll(".", "-")).slice(0, 40);
  return `${cluster || "vpn"}-${safe(commonName).slice(0, 64) || "device"}.ovpn`;
}

function remoteLine({ address, port, proto }: ProfileRemote): string {
  if (!HOST.test(address) && !IPV6.test(address)) throw new RangeError("a remote's address is a host name, an IPv4 or an IPv6 address");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError("a remote's port is a number from 1 to 65535");
  if (proto !== "udp" && proto !== "tcp") throw new RangeError("a remote speaks udp or tcp");
  return `remote ${address} ${port} ${proto}`;
}

/** One short line: letters, digits, and a few signs that neither OpenVPN nor a terminal takes for more. */
const comment = (text: string): string =>
  [...text.normalize("NFC")]
    .slice(0, 64)
    .join("")
    .replace(/[^\p{L}\p{N}\p{M} .,()&'-]/gu, "_");

const inline = (tag: string, ...pems: readonly string[]): string => `<${tag}>\n${pems.join("")}</${tag}>\n`;
