import { z } from "zod";
import { version } from "@/lib/core/version";
import { PushSettings } from "./push-settings";

const whole = (what: string, least: number, most: number) => {
  const sentence = `${what} must be a whole number from ${least.toLocaleString("en-GB")} to ${most.toLocaleString("en-GB")}.`;
  return z.number(sentence).int(sentence).min(least, sentence).max(most, sentence);
};
const choice = (what: string) => z.boolean(`${what} must be true or false.`);

/** What an admin chooses for the whole cluster, mail and alerts apart. */
const fields = {
  ...PushSettings.shape,
  // IPv6 needs 1280; a client of 2.6 takes 1600 at most, and above 1500 nothing on the way does (fact 40).
  tunMtu: whole("The tunnel’s MTU", 1280, 1500).nullable(),
  mssfix: whole("The TCP segment limit (mssfix)", 576, 1500).nullable(),
  splitDns: choice("Split DNS"),
  explicitExitNotify: choice("Saying goodbye"),
  remoteRandom: choice("Drawing lots among the remotes"),
  deviceLimit: whole("Devices per user", 1, 100),
  deviceLifeDays: whole("A device certificate’s life in days", 7, 825),
  overlapDays: whole("The overlap in days", 1, 90),
  invitationHours: whole("An invitation’s life in hours", 1, 720),
  quarantineDays: whole("The quarantine in days", 1, 365),
  vpnSessionDays: whole("The days that past VPN sessions are kept", 1, 3650),
  keepSourceAddresses: choice("Keeping source addresses"),
};

export const SettingsBody = z.strictObject({ version, ...fields }).superRefine((body, issues) => {
  const refuse = (path: string, message: string) => issues.addIssue({ code: "custom", message, path: [path] });
  if (body.splitDns && (body.nameServers.length === 0 || body.searchDomains.length === 0))
    refuse("splitDns", "Split DNS needs a name server and a search domain: names under that domain are asked there.");
  if (body.overlapDays >= body.deviceLifeDays) refuse("overlapDays", "The overlap must be shorter than a device certificate’s life.");
});

export type ClusterSettings = z.output<z.ZodObject<typeof fields>>;
export type SettingName = keyof ClusterSettings;

/** In this order on the page and in the audit log. */
// The keys of an object literal are its keys.
export const SETTING_NAMES = Object.keys(fields) as SettingName[];

/** As the API tells it. */
const texts = z.array(z.string());
export const SettingsAnswer = z.object({
  version: z.number().int(),
  ...fields,
  nameServers: texts,
  searchDomains: texts,
  routes4: texts,
  routes6: texts,
});
