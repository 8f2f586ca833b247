// Which VPN sessions must die, and the commands that kill them. Pure.
import { parseCommonName } from "../lib/users/common-name";
import { isUp, type StatusRow } from "./status3";

type Removed = { commonName: string; ipv4: string; ipv6: string };

/**
 * The sessions that may not be: those of a removed name; those with its addresses under a name that is not admitted
 * (after a failed renegotiation a session shows as UNDEF, its addresses still up: fact 4); and every one that is up
 * without a ccd file. A renewed certificate's session has the same addresses and is admitted: it stays. A suspended client that goes on
 * knocking has a name and never an address: it is sent away each time, and is no sighting that would keep the receipt from being clear.
 */
export function unwanted(
  rows: readonly StatusRow[],
  removed: readonly Removed[],
  admitted: ReadonlySet<string>,
): { rows: StatusRow[]; seen: Set<string> } {
  const seen = new Set<string>();
  // Asked once a second and at every arrival: each row finds its owners without a look at all who were removed.
  const byName = new Map(removed.map((one) => [one.commonName, one]));
  const byAddress = new Map<string, Removed[]>();
  for (const one of removed) for (const address of [one.ipv4, one.ipv6]) byAddress.set(address, [...(byAddress.get(address) ?? []), one]);
  const found = rows.filter((row) => {
    const owner = byName.get(row.commonName);
    const beside = admitted.has(row.commonName) ? [] : [row.ipv4 ?? "", row.ipv6 ?? ""].flatMap((address) => byAddress.get(address) ?? []);
    const owners = owner ? [owner, ...beside] : beside;
    if (isUp(row)) for (const one of owners) seen.add(one.commonName);
    return owners.length > 0 || (isUp(row) && row.commonName !== "UNDEF" && !admitted.has(row.commonName));
  });
  return { rows: found, seen };
}

/** `kill` ends a session at once; `client-kill` gives a client that ignores it 5 s more, so it comes last (fact 3). */
export function killCommands(row: StatusRow): string[] {
  return [
    ...(parseCommonName(row.commonName) ? [`kill ${row.commonName}`] : []),
    ...(/^[\w.:[\]-]{3,80}$/.test(row.realAddress) && row.commonName === "UNDEF" ? [`kill ${row.realAddress}`] : []),
    `client-kill ${row.clientId}`,
  ];
}
