// What the API answers to the pages that post to it. Dates are ISO text here.

export type InvitationLink = { id: string; link: string; expiresAt: string; mailed: boolean };
export type AddedUser = {
  username: string;
  device?: { name: string; ipv4: string; ipv6: string } | null;
  invitation?: InvitationLink | null;
};
export type AddedDevice = { device: { id: string; name: string; ipv4: string; ipv6: string }; invitation?: InvitationLink | null };
export type JoinCommand = { command: string; expiresAt: string };
export type AddedNode = { name: string; join?: JoinCommand | null };
export type InvitationFacts = {
  kind: "first" | "renewal";
  clusterName: string;
  userName: string;
  username: string;
  device: string;
  commonName: string;
  ipv4: string;
  ipv6: string;
  expiresAt: string;
  nodes: number;
};
export type IssuedProfile = {
  commonName: string;
  serial: string;
  certificate: string;
  chain: string;
  tlsCryptV2: string;
  remotes: { address: string; port: number; proto: "udp" | "tcp" }[];
  nodeNamePrefix: string;
  clusterName: string;
  revision: string;
  ipv4: string;
  ipv6: string;
  options: { tunMtu: number | null; explicitExitNotify: boolean; remoteRandom: boolean };
};
export type Readiness = { ready: number; total: number; nodes: { name: string; ready: boolean }[] };
