import { isIpv6 } from "./network";

/** A node's server.conf were it to listen at another place: all that it says of that. Pure, and for a browser too. */
export function confAt(conf: string, { address, port, proto }: { address: string; port: number; proto: string }): string {
  const family = isIpv6(address) ? "6" : "";
  return conf
    .replace(/^port .*$/m, `port ${port}`)
    .replace(/^proto .*$/m, `proto ${proto === "udp" ? `udp${family}` : `tcp${family}-server`}`);
}
