import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readSettings, type Settings } from "@/lib/core/settings";
import type { AlertSettings } from "./alert-settings";

export async function readAlertSettings(ctx: Context): Promise<AlertSettings> {
  demand(ctx.actor, "settings.read");
  return alertSettingsOf(await readSettings());
}

export function alertSettingsOf(settings: Settings): AlertSettings {
  return {
    version: settings.version,
    emails: settings.alertEmails,
    webhook: settings.alertWebhook,
    mailIsSet: settings.smtpHost !== null && settings.mailFrom !== null,
  };
}
