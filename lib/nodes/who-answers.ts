// Whether anybody answers at a remote: in its protocol, and over its kind of IP. Pure.
import { isIpv4, isIpv6 } from "./network";

export type Answering = { proto: string; address: string };
/** Of whom a remote is, and the nodes that answer there. `translates`: nginx, which takes one kind of IP and sends the other. */
export type RemoteOwner = { kind: "node" | "balancer"; id: string; name: string; behind: readonly Answering[]; translates: boolean };

type Why = { field: "proto" | "address"; sentence: string };

/** Null if clients that dial the place reach a node, else why not. A host name is taken at its word: clients try all its addresses. */
export function whyNobodyAnswers({ kind, name, behind, translates }: RemoteOwner, place: { address: string; proto: string }): Why | null {
  const { address, proto } = place;
  const speaking = behind.filter((node) => node.proto === proto);
  if (speaking.length === 0) return { field: "proto", sentence: noProto({ kind, name, behind }, proto) };
  if (kind === "node") {
    // One whose own address is an IPv6 address listens on both (docs/OPENVPN.md, fact 50).
    if (!isIpv6(address) || speaking.some((node) => isIpv6(node.address))) return null;
    return {
      field: "address",
      sentence: `${name} listens over IPv4 only, so nobody would answer at ${address}. Give the node an IPv6 address as its own first (it then listens on both), or enter an IPv4 address or a host name.`,
    };
  }
  if (translates || (!isIpv4(address) && !isIpv6(address))) return null;
  const fits = isIpv6(address) ? isIpv6 : isIpv4;
  if (speaking.some((node) => fits(node.address))) return null;
  const kinds = isIpv6(address) ? "IPv6" : "IPv4";
  return {
    field: "address",
    sentence: `No ${proto} node behind ${name} has an ${kinds} address, and a balancer sends ${kinds} to ${kinds} only: nobody would answer at ${address}. Put such a node behind it first, or enter another address.`,
  };
}

/** Nodes behind a balancer to which none of its remotes can send anybody: of another protocol, or of the other kind of IP. */
export function idleBehind<T extends Answering>(
  { remotes, hidesSources }: { remotes: readonly Answering[]; hidesSources: boolean },
  nodes: readonly T[],
): T[] {
  if (remotes.length === 0) return [];
  const sends = (remote: Answering, node: Answering): boolean => {
    if (remote.proto !== node.proto) return false;
    if (hidesSources || (!isIpv4(remote.address) && !isIpv6(remote.address))) return true;
    return isIpv6(remote.address) === isIpv6(node.address);
  };
  return nodes.filter((node) => !remotes.some((remote) => sends(remote, node)));
}

function noProto({ kind, name, behind }: Pick<RemoteOwner, "kind" | "name" | "behind">, proto: string): string {
  const protos = [...new Set(behind.map((node) => node.proto))];
  const [only] = protos;
  if (only === undefined) return `There is no node behind ${name}: nobody would answer. Put one behind it first.`;
  const whose = kind === "node" ? name : `Every node behind ${name}`;
  return `${whose} speaks ${protos.join(" and ")}, not ${proto}: nobody would answer. Choose ${only}.`;
}
