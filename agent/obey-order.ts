// One order about one VPN session: looked at before anything is ended, because the portal may have heard late.
import type { OrderOutcome, SessionOrder } from "../lib/nodes/session-orders";
import { parseCommonName } from "../lib/users/common-name";
import { readStatus, type StatusRow } from "./status3";

export type Hands = {
  /** One command on the management socket. */
  command(text: string): Promise<string[]>;
  wait(ms: number): Promise<void>;
};

/** A client that hears of its end begins anew at once instead of after 10 s of silence; one that ignores it is not waited for (fact 3). */
const GOODBYE_MS = 100;

export async function obeyOrder(order: SessionOrder, hands: Hands): Promise<OrderOutcome["outcome"]> {
  const look = async () => {
    const rows = readStatus(await hands.command("status 3"));
    return { rows, row: rows.find((one) => isOf(one, order)) };
  };
  let { rows, row } = await look();
  if (!row) return "gone";
  if (order.kind === "end") {
    await hands.command(`client-kill ${row.clientId}`);
    await hands.wait(GOODBYE_MS);
  } else if (row.bytesIn > order.bytesIn) {
    const before = row.bytesIn;
    await hands.wait(order.patienceMs);
    ({ rows, row } = await look());
    if (!row) return "gone";
    if (row.bytesIn > before) return "alive";
  }
  await end(row, rows, hands);
  return "ended";
}

/** The node's number of a client begins anew with each start of OpenVPN: name and time must be those of the order too. */
function isOf(row: StatusRow, order: SessionOrder): boolean {
  return row.clientId === order.clientId && row.commonName === order.commonName && row.since.getTime() === new Date(order.since).getTime();
}

/**
 * By where it comes from, which is this client alone and at once; by its name where that does not work (IPv6) and no other has it;
 * by its number at last, which lets it live for 5 s more (fact 3).
 */
async function end(row: StatusRow, rows: readonly StatusRow[], { command }: Hands): Promise<void> {
  const succeeded = async (text: string) => (await command(text))[0]?.startsWith("SUCCESS") ?? false;
  if (/^[\w.:-]{3,80}$/.test(row.realAddress) && (await succeeded(`kill ${row.realAddress}`))) return;
  const alone = rows.filter(({ commonName }) => commonName === row.commonName).length === 1;
  if (alone && parseCommonName(row.commonName) && (await succeeded(`kill ${row.commonName}`))) return;
  await command(`client-kill ${row.clientId}`);
}
