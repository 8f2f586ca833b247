// What `status 3` prints on the management socket of OpenVPN 2.6 and 2.7. Pure.

export type StatusRow = {
  commonName: string;
  /** As printed, which is what `kill` takes: 2.6 "192.0.2.7:51000", 2.7 "udp4:192.0.2.7:51000" (fact 31). */
  realAddress: string;
  ipv4: string | null;
  ipv6: string | null;
  bytesIn: number;
  bytesOut: number;
  since: Date;
  clientId: number;
};

const COLUMNS = [
  "Common Name",
  "Real Address",
  "Virtual Address",
  "Virtual IPv6 Address",
  "Bytes Received",
  "Bytes Sent",
  "Connected Since",
  "Connected Since (time_t)",
  "Username",
  "Client ID",
];

/** One row per client, also those in mid-handshake (UNDEF, without addresses). Lines that do not fit are left out. */
export function readStatus(lines: readonly string[]): StatusRow[] {
  let columns = COLUMNS;
  const rows: StatusRow[] = [];
  for (const line of lines) {
    const fields = line.split("\t");
    if (fields[0] === "HEADER" && fields[1] === "CLIENT_LIST") columns = fields.slice(2);
    if (fields[0] !== "CLIENT_LIST") continue;
    const field = (name: string): string => fields.slice(1)[columns.indexOf(name)] ?? "";
    const clientId = Number(field("Client ID"));
    if (!columns.includes("Client ID") || !/^\d+$/.test(field("Client ID"))) continue;
    rows.push({
      commonName: field("Common Name"),
      realAddress: field("Real Address"),
      ipv4: field("Virtual Address") || null,
      ipv6: field("Virtual IPv6 Address") || null,
      bytesIn: count(field("Bytes Received")),
      bytesOut: count(field("Bytes Sent")),
      since: new Date(count(field("Connected Since (time_t)")) * 1000),
      clientId,
    });
  }
  return rows;
}

const count = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

/** A half-open handshake shows as UNDEF without an address, and is nobody yet (fact 4). */
export const isUp = (row: StatusRow): boolean => row.ipv4 !== null || row.ipv6 !== null;

export const sourceOf = (row: StatusRow): string => bare(row.realAddress).slice(0, 80);

const bare = (address: string): string => address.replace(/^(?:udp|tcp)[46]?(?:-server)?:/, "");

/**
 * Who says goodbye, by a line of the log. OpenVPN keeps such a session for 5 s more, so that a goodbye that comes twice
 * finds it (fact 20); nobody is behind it.
 */
export function goodbyeOf(line: string): string | null {
  const [, name, address] = /,([^\s,/]+)\/(\S+) Delayed exit in \d+ seconds/.exec(line) ?? [];
  return name !== undefined && address !== undefined ? `${name}/${bare(address)}` : null;
}

/** OpenVPN lets nobody who said goodbye stay longer: who does was somebody else. */
const LEAVES_WITHIN_MS = 8000;

/**
 * Those who are leaving, by client id, and since when in ms. A goodbye that has found its session is done with: the same address may
 * come back.
 */
export function stillLeaving(
  rows: readonly StatusRow[],
  before: ReadonlyMap<number, number>,
  goodbyes: Set<string>,
  now: number,
): Map<number, number> {
  const after = new Map<number, number>();
  for (const row of rows) {
    const since = before.get(row.clientId) ?? (goodbyes.has(`${row.commonName}/${bare(row.realAddress)}`) ? now : null);
    if (since !== null) after.set(row.clientId, since);
  }
  goodbyes.clear();
  return after;
}

export const isLeaving = (row: StatusRow, leaving: ReadonlyMap<number, number>, now: number): boolean =>
  now - (leaving.get(row.clientId) ?? -Infinity) < LEAVES_WITHIN_MS;
