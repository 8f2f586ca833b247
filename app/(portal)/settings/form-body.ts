import { lines, typed } from "@/app/_ui/fields";
import type { ClusterSettings } from "@/lib/lifecycle/settings-body";

export type Settings = ClusterSettings & { version: number };

/** A number, or null where the field is empty; what is no number goes as it is, so that the refusal names the field. */
const number = (fields: FormData, name: string) => {
  const text = typed(fields, name).trim();
  return text === "" ? null : Number(text);
};
const ticked = (fields: FormData, name: string) => fields.get(name) !== null;

/** What the form says, as the API takes it. `version` is the one that the form was opened with. */
export function settingsBody(fields: FormData, version: number) {
  return {
    version,
    nameServers: lines(fields, "nameServers"),
    searchDomains: lines(fields, "searchDomains"),
    routes4: lines(fields, "routes4"),
    routes6: lines(fields, "routes6"),
    splitDns: ticked(fields, "splitDns"),
    tunMtu: number(fields, "tunMtu"),
    mssfix: number(fields, "mssfix"),
    explicitExitNotify: ticked(fields, "explicitExitNotify"),
    remoteRandom: ticked(fields, "remoteRandom"),
    deviceLimit: number(fields, "deviceLimit"),
    deviceLifeDays: number(fields, "deviceLifeDays"),
    overlapDays: number(fields, "overlapDays"),
    invitationHours: number(fields, "invitationHours"),
    quarantineDays: number(fields, "quarantineDays"),
    vpnSessionDays: number(fields, "vpnSessionDays"),
    keepSourceAddresses: ticked(fields, "keepSourceAddresses"),
  };
}
