import type { SettingName } from "@/lib/lifecycle/settings-body";

type Words = { label: string /** What the change means for what is there already. */; effect?: string };

export const SETTING_WORDS: Readonly<Record<SettingName, Words>> = {
  nameServers: { label: "Name servers" },
  searchDomains: { label: "Search domains" },
  routes4: { label: "IPv4 routes" },
  routes6: { label: "IPv6 routes" },
  splitDns: {
    label: "Split DNS",
    effect:
      "OpenVPN 2.7 and Connect split names themselves, 2.6 leaves it to the system’s script, 2.5 goes on asking the VPN for all names.",
  },
  tunMtu: {
    label: "MTU of the tunnel",
    effect: "OpenVPN 2.6 and later takes the MTU from the node when it connects. Older clients keep what their profile says.",
  },
  mssfix: { label: "TCP segment limit (mssfix)" },
  explicitExitNotify: { label: "Clients say goodbye" },
  remoteRandom: {
    label: "Clients draw lots among the remotes",
    effect: "Counts for profiles that are made from now on. Those that are out go on as they do and are shown as out of date.",
  },
  deviceLimit: { label: "Devices per user", effect: "Who has more devices keeps them, and gets no further one." },
  deviceLifeDays: { label: "Life of a device certificate", effect: "Counts for certificates that are issued from now on." },
  overlapDays: { label: "Overlap of a renewal", effect: "Counts for renewals from now on." },
  invitationHours: { label: "Life of an invitation", effect: "Counts for invitations that are made from now on." },
  quarantineDays: { label: "Quarantine of an address", effect: "Counts for the pairs that are in quarantine now, too." },
  vpnSessionDays: { label: "Past VPN sessions are kept", effect: "What is older is deleted within the hour." },
  keepSourceAddresses: {
    label: "Source addresses are kept",
    effect: "Without them nobody can say afterwards from where somebody connected.",
  },
};

const isName = (name: string): name is SettingName => Object.hasOwn(SETTING_WORDS, name);
export const settingLabel = (name: string): string => (isName(name) ? SETTING_WORDS[name].label : name);
export const settingEffect = (name: string): string | undefined => (isName(name) ? SETTING_WORDS[name].effect : undefined);

/** A setting's value as the page says it. */
export function settingValue(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : "none";
  if (value === null || value === undefined) return "as OpenVPN has it";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
