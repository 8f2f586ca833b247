import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { readAlertSettings } from "@/lib/alerts/read-alert-settings";
import { may } from "@/lib/core/permissions";
import type { MailSettings } from "@/lib/mail/mail-settings";
import { readQueue } from "@/lib/mail/read-dead-letters";
import { readMailSettings } from "@/lib/mail/read-mail-settings";
import { SettingsTabs } from "../settings-tabs";
import { AlertsForm } from "./alerts-form";
import { MailForm } from "./mail-form";
import { NewSecret } from "./new-secret";
import { Undelivered } from "./undelivered";
import { TestCall, TestMail } from "./test-forms";
import { SECURITY } from "./words";

export default async function MailSettingsPage() {
  const ctx = await pageContext();
  const { value, forbidden } = await reading(
    Promise.all([readMailSettings(ctx), readAlertSettings(ctx), readQueue(ctx, "mail"), readQueue(ctx, "webhook")]),
  );
  if (!value) return <Forbidden title="Mail and alerts" sentence={forbidden} />;
  const [mail, alerts, mails, calls] = value;
  const admin = may(ctx.actor, "settings.write");
  return (
    <>
      <PageHead title="Mail and alerts" above={[{ name: "Settings", href: "/settings" }]} tabbed />
      <SettingsTabs here="/settings/mail" />
      {admin ? null : (
        <div className="mb-6">
          <Notice>
            <p>Only an admin changes these. Your role ({ctx.actor.role}) sees them.</p>
          </Notice>
        </div>
      )}
      <Section id="server" title="Mail">
        {admin ? <MailForm settings={mail} /> : <MailFacts mail={mail} />}
      </Section>
      {admin && mail.host ? (
        <Section id="test" title="Test mail">
          <TestMail to={ctx.actor.email} />
        </Section>
      ) : null}
      <Section id="mails" title="Mails that were not sent">
        <Undelivered queue={mails} path="/api/v1/settings/mail" admin={admin} what="mail" />
      </Section>
      <Section id="alerts" title="Alerts" beside={<TextLink href="/alerts">See all alerts</TextLink>}>
        <p className="mb-4 max-w-[720px] text-text-soft">
          Told once when it begins and once when it is over: a node that is silent or has an old CRL, certificates of the CA or a node near
          their end, an address pool nearly full, a database that was restored from an old backup.
        </p>
        {admin ? (
          <AlertsForm settings={alerts} />
        ) : (
          <Properties>
            <Property name="By mail to">{alerts.emails.join(", ")}</Property>
            <Property name="Webhook">{alerts.webhook}</Property>
          </Properties>
        )}
        {admin && alerts.webhook ? (
          <div className="mt-6 flex flex-wrap items-start gap-3">
            <TestCall />
            <NewSecret />
          </div>
        ) : null}
      </Section>
      {alerts.webhook || calls.deadLetters.length > 0 ? (
        <Section id="calls" title="Webhook calls that were not taken">
          <Undelivered queue={calls} path="/api/v1/settings/alerts" admin={admin} what="webhook call" />
        </Section>
      ) : null}
    </>
  );
}

function MailFacts({ mail }: { mail: MailSettings }) {
  return (
    <Properties>
      <Property name="Mail server">{mail.host ? `${mail.host} port ${mail.port}` : null}</Property>
      <Property name="Security">{mail.host ? SECURITY[mail.security] : null}</Property>
      <Property name="User name">{mail.user}</Property>
      <Property name="Mails come from">{mail.from}</Property>
      <Property name="Users hear of their certificates">{mail.mailUsers ? "Yes" : "No"}</Property>
    </Properties>
  );
}
