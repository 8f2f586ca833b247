import { route } from "@/app/_shell/route";
import { AlertSettingsAnswer, AlertSettingsBody, ChangedAlertSettings } from "@/lib/alerts/alert-settings";
import { changeAlertSettings } from "@/lib/alerts/change-alert-settings";
import { readAlertSettings } from "@/lib/alerts/read-alert-settings";

export const GET = route({ as: "account", summary: "Read who is told of alerts", answer: AlertSettingsAnswer }, ({ ctx }) =>
  readAlertSettings(ctx),
);

export const PUT = route(
  {
    as: "account",
    summary: "Change who is told of alerts; a new webhook's secret is in the answer once",
    body: AlertSettingsBody,
    answer: ChangedAlertSettings,
  },
  async ({ ctx, body }) => (await changeAlertSettings(ctx, body)).value,
);
