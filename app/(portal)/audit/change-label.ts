import { routingLabel } from "../settings/routing/words";
import { settingLabel } from "../settings/setting-words";

const LABELS: Readonly<Record<string, string>> = {
  name: "Name",
  email: "E-mail",
  role: "Role",
  username: "User",
  remote: "Remote",
  place: "Place in the list",
  weight: "Weight",
  nodes: "Nodes",
  hidesSources: "Hides sources",
  ownAddresses: "Own addresses",
  site: "Site",
  address: "Public address",
  port: "Port",
  coreInterface: "Core interface",
  routerId: "Router ID",
};

/** What changed, as the page calls it where it is changed. */
export const changeLabel = (name: string): string => LABELS[name] ?? routingLabel(settingLabel(name));
