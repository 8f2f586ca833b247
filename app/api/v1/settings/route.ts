import { route } from "@/app/_shell/route";
import { ChangedSettings, changeSettings } from "@/lib/lifecycle/change-settings";
import { readClusterSettings } from "@/lib/lifecycle/read-settings";
import { SettingsAnswer, SettingsBody } from "@/lib/lifecycle/settings-body";

export const GET = route({ as: "account", summary: "Read the cluster's settings and their version", answer: SettingsAnswer }, ({ ctx }) =>
  readClusterSettings(ctx),
);

export const PUT = route(
  { as: "account", summary: "Change the cluster's settings", body: SettingsBody, answer: ChangedSettings },
  ({ ctx, body }) => changeSettings(ctx, body),
);
