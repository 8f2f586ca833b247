import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { replaceSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { refuseStale } from "@/lib/core/version";
import { refuse } from "@/lib/refusal";
import type { MailSettings, MailSettingsBody } from "./mail-settings";
import { mailSettingsOf } from "./read-mail-settings";

/** Where mails go out. The password is sealed, and is asked for again when it would go to another server. */
export async function changeMailSettings(ctx: Context, body: MailSettingsBody) {
  return commit<MailSettings>(ctx, "settings.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM settings WHERE id = 1 FOR UPDATE`;
    const before = await readSettings(tx);
    refuseStale("the settings", before.version, body.version);
    const had = (await tx.secret.count({ where: { purpose: "smtp-password" } })) > 0;
    const keeps = had && body.password === undefined && body.user !== null;
    if (keeps && (body.host !== before.smtpHost || body.user !== before.smtpUser))
      refuse("invalid", "Type the password again: with another server or user name the one that is kept would go elsewhere.", "password");
    if (!keeps) await replaceSecret(tx, ctx, "smtp-password", body.user && body.password ? Buffer.from(body.password) : null);
    const after = await tx.settings.update({
      where: { id: 1 },
      data: {
        version: { increment: 1 },
        smtpHost: body.host,
        smtpPort: body.port,
        smtpSecurity: body.security,
        smtpUser: body.user,
        mailFrom: body.from,
        mailUsers: body.mailUsers,
      },
    });
    const has = keeps || Boolean(body.user && body.password);
    const value = mailSettingsOf(after, has);
    const password = keeps || (!had && !has) ? {} : { password: has ? "set" : "removed" };
    return {
      value,
      audit: {
        action: "settings.mail",
        subject: "mail",
        details: { before: facts(mailSettingsOf(before, had)), after: facts(value), ...password },
      },
      nodes: "need not",
    };
  });
}

const facts = ({ version: _version, passwordIsSet: _password, ...rest }: MailSettings) => rest;
