// The VPN sessions as they are: `MULTI: Learn` is the hint, `status 3` the truth, a look each second the safety net
// (fact 31). Each look ends what may not be there and decides which revocations are clear.
import type { Removal, VpnSessionBody } from "../lib/nodes/bundle";
import { parseCommonName } from "../lib/users/common-name";
import { killCommands, unwanted } from "./cut-off";
import { sentenceOf, type Log } from "./log";
import { manage } from "./management";
import { afterLook, LOOK_MS, type Revocation } from "./revocations";
import { goodbyeOf, isLeaving, isUp, readStatus, sourceOf, stillLeaving, type StatusRow } from "./status3";

type Needs = {
  socketPath: string;
  running(): boolean;
  /** OpenVPN was asked to end: it has sent its clients away and stays for some seconds. */
  ending(): boolean;
  /** Puts the routes of these sessions into the kernel, and takes away all others; returns at once. */
  route(rows: readonly StatusRow[]): void;
  /** Ends OpenVPN; its keeper starts it again. */
  stop(): Promise<void>;
  revocations(): Revocation[];
  remember(after: Revocation[]): void;
  /** Somebody came or went, or a revocation became clear. */
  changed(): void;
  log: Log;
  now(): Date;
  lookMs?: number;
};

/** How long a removed user's session may live because the management socket is away. */
const SOCKET_PATIENCE_MS = 5000;

export function watchSessions(needs: Needs) {
  let admitted: ReadonlySet<string> = new Set();
  let sessions: VpnSessionBody[] = [];
  let looking: Promise<void> | null = null;
  let again = false;
  /** Those who have said goodbye, as the log names them, until a look knows their client id. */
  const goodbyes = new Set<string>();
  let leaving = new Map<number, number>();
  /** Since when OpenVPN runs and cannot be asked, by a clock that does not jump. An agent that has just begun has not waited yet. */
  let awaySince: number | null = null;
  let tellKnown: () => void = () => undefined;
  const known = new Promise<void>((resolve) => (tellKnown = resolve));
  const management = manage(() => needs.socketPath, {
    log(line) {
      const goodbye = goodbyeOf(line);
      if (goodbye !== null) goodbyes.add(goodbye);
      if (goodbye !== null || /MULTI: Learn: |client-instance (?:exiting|restarting)/.test(line)) void look();
    },
    up() {
      // Another OpenVPN counts its clients anew.
      leaving.clear();
      void look();
    },
  });

  /** One look at a time; a request during one makes another follow. */
  async function look(): Promise<void> {
    if (looking) {
      again = true;
      return looking;
    }
    looking = lookOnce()
      .catch((error: unknown) => needs.log("look-failed", { why: sentenceOf(error) }))
      .finally(() => (looking = null));
    await looking;
    if (again) {
      again = false;
      await look();
    }
  }

  async function lookOnce(): Promise<void> {
    const waiting = () => needs.revocations().filter((one) => one.clearAt === null);
    let running = needs.running();
    // Its clients are on their way elsewhere: nobody is to look for them here any more.
    if (!running || needs.ending()) needs.route([]);
    if (!running || management.connected()) awaySince = null;
    else {
      awaySince ??= performance.now();
      // Nobody can be killed by name. The barriers are up, so a restart cuts off who must go; the others come back.
      if (waiting().length === 0 || performance.now() - awaySince < SOCKET_PATIENCE_MS) return;
      awaySince = null;
      needs.log("openvpn-stopped-for-a-revocation", { names: waiting().length });
      await needs.stop();
      running = false;
    }
    const rows = running ? readStatus(await management.command("status 3")) : [];
    // Asked after the answer came: whoever was admitted again meanwhile may be among the rows, and stays.
    const open = waiting();
    const found = unwanted(rows, open, admitted);
    await Promise.all(found.rows.flatMap(killCommands).map((command) => management.command(command)));
    for (const row of found.rows) needs.log("session-killed", { commonName: row.commonName, clientId: row.clientId, ipv4: row.ipv4 });
    if (open.length > 0) {
      const { after, changed } = afterLook(needs.revocations(), found.seen, running, needs.now(), needs.lookMs ?? LOOK_MS);
      if (changed) {
        needs.remember(after);
        needs.changed();
      }
    }
    const moment = performance.now();
    leaving = stillLeaving(rows, leaving, goodbyes, moment);
    const up = needs.ending() ? [] : rows.filter((row) => isUp(row) && !found.rows.includes(row) && !isLeaving(row, leaving, moment));
    // The kills are on their way by now: they wait for no route.
    needs.route(up);
    const before = sessions.map(keyOf).join();
    sessions = up.filter((row) => row.commonName !== "UNDEF").map(bodyOf);
    tellKnown();
    if (sessions.map(keyOf).join() !== before) needs.changed();
  }

  return {
    look,
    admit(names: ReadonlySet<string>) {
      admitted = names;
    },
    /** By name at once; then a look finds what a name alone does not (fact 4). */
    async kill(fresh: readonly Removal[]): Promise<void> {
      if (!needs.running() || fresh.length === 0) return;
      const asked = fresh.filter((one) => parseCommonName(one.commonName)).map((one) => management.command(`kill ${one.commonName}`));
      const answers = await Promise.allSettled(asked);
      needs.log("killed", {
        names: fresh.length,
        sessions: answers.filter((one) => one.status === "fulfilled" && one.value[0]?.startsWith("SUCCESS")).length,
      });
      void look();
    },
    /** OpenVPN has said who is there, or does not run: before that `sessions` is empty whoever is connected. */
    known,
    sessions: () => (needs.running() && !needs.ending() ? sessions : []),
    command: (text: string) => management.command(text),
    taken: () => management.taken(),
    close: () => management.close(),
  };
}

const keyOf = (one: VpnSessionBody): string => `${one.clientId} ${one.commonName} ${one.since} ${one.ipv4} ${one.ipv6}`;

function bodyOf(row: StatusRow): VpnSessionBody {
  const { commonName, clientId, bytesIn, bytesOut } = row;
  return {
    commonName: commonName.slice(0, 64),
    clientId,
    ipv4: row.ipv4,
    ipv6: row.ipv6,
    source: sourceOf(row),
    since: row.since.toISOString(),
    bytesIn,
    bytesOut,
  };
}
