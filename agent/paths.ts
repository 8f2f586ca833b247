import { join } from "node:path";

export const DEFAULT_DIR = "/var/lib/homeport";

export type Paths = ReturnType<typeof pathsIn>;

/** Every file of one node's folder. */
export function pathsIn(dir: string) {
  const live = join(dir, "live");
  return {
    dir,
    /** Who this node is: written last by `enrol`. */
    identity: join(dir, "node.json"),
    lock: join(dir, "agent.lock"),
    /** The (epoch, revision) in force. */
    state: join(dir, "state.json"),
    /** The signed bundle that is being applied; once applied it becomes `bundle`. */
    journal: join(dir, "journal.json"),
    bundle: join(dir, "bundle.json"),
    revocations: join(dir, "revocations.json"),
    renewal: join(dir, "renewal.json"),
    /** What the running OpenVPN was started with. */
    started: join(dir, "started.json"),
    /** What FRR's configuration was before it was ours. */
    frrBefore: join(dir, "frr-before.json"),
    /** For `status`. */
    status: join(dir, "status.json"),
    temporary: join(dir, "temporary"),
    live,
    ccd: join(live, "ccd"),
    config: join(live, "server.conf"),
    chain: join(live, "trusted_chain.pem"),
    certificate: join(live, "server.crt"),
    key: join(live, "server.key"),
    crl: join(live, "crl.pem"),
    tlsCrypt: join(live, "tls-crypt-v2.key"),
    socket: join(live, "management.sock"),
    pid: join(live, "openvpn.pid"),
    log: join(live, "openvpn.log"),
    startLog: join(live, "openvpn-start.log"),
  };
}
