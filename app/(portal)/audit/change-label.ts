import { routingLabel } from "../settings/routing/words";
import { settingLabel } from "../settings/setting-words";

const NODE: Readonly<Record<string, string>> = {
  site: "Site",
  address: "Public address",
  port: "Port",
  coreInterface: "Core interface",
  routerId: "Router ID",
};

/** What changed, as the page calls it where it is changed. */
export const changeLabel = (name: string): string => NODE[name] ?? routingLabel(settingLabel(name));
