import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readSettings, type Settings } from "@/lib/core/settings";
import { db } from "@/lib/db/client";
import { MailSettingsAnswer, type MailSettings } from "./mail-settings";

export async function readMailSettings(ctx: Context): Promise<MailSettings> {
  demand(ctx.actor, "settings.read");
  const [settings, secrets] = await Promise.all([readSettings(), db().secret.count({ where: { purpose: "smtp-password" } })]);
  return mailSettingsOf(settings, secrets > 0);
}

export function mailSettingsOf(settings: Settings, passwordIsSet: boolean): MailSettings {
  return {
    version: settings.version,
    host: settings.smtpHost,
    port: settings.smtpPort ?? 587,
    security: MailSettingsAnswer.shape.security.parse(settings.smtpSecurity),
    user: settings.smtpUser,
    passwordIsSet,
    from: settings.mailFrom,
    mailUsers: settings.mailUsers,
  };
}
