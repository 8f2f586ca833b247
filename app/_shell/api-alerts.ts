import * as alerts from "@/app/api/v1/alerts/route";
import * as overview from "@/app/api/v1/overview/route";
import * as alertSettingsDeadRetry from "@/app/api/v1/settings/alerts/dead-letters/[id]/retry/route";
import * as alertSettingsDead from "@/app/api/v1/settings/alerts/dead-letters/[id]/route";
import * as alertSettingsQueue from "@/app/api/v1/settings/alerts/queue/route";
import * as alertSettings from "@/app/api/v1/settings/alerts/route";
import * as alertSettingsSecret from "@/app/api/v1/settings/alerts/secret/route";
import * as alertSettingsTest from "@/app/api/v1/settings/alerts/test/route";
import * as mailDeadRetry from "@/app/api/v1/settings/mail/dead-letters/[id]/retry/route";
import * as mailDead from "@/app/api/v1/settings/mail/dead-letters/[id]/route";
import * as mailQueue from "@/app/api/v1/settings/mail/queue/route";
import * as mail from "@/app/api/v1/settings/mail/route";
import * as mailTest from "@/app/api/v1/settings/mail/test/route";
import type { ApiRoute } from "./openapi";

const who = { write: "settings.write", read: "settings.read" } as const;

/** What needs a person, mail, alerts, and whom they are told. */
export const ALERT_ROUTES: readonly ApiRoute[] = [
  { path: "/api/v1/overview", tag: "Alerts", module: overview, who: { GET: "overview.read" } },
  { path: "/api/v1/alerts", tag: "Alerts", module: alerts, who: { GET: who.read } },
  { path: "/api/v1/settings/alerts", tag: "Alerts", module: alertSettings, who: { GET: who.read, PUT: who.write } },
  { path: "/api/v1/settings/alerts/secret", tag: "Alerts", module: alertSettingsSecret, who: { POST: who.write } },
  { path: "/api/v1/settings/alerts/test", tag: "Alerts", module: alertSettingsTest, who: { POST: who.write } },
  { path: "/api/v1/settings/alerts/queue", tag: "Alerts", module: alertSettingsQueue, who: { GET: who.read, POST: who.write } },
  { path: "/api/v1/settings/alerts/dead-letters/{id}", tag: "Alerts", module: alertSettingsDead, who: { DELETE: who.write } },
  { path: "/api/v1/settings/alerts/dead-letters/{id}/retry", tag: "Alerts", module: alertSettingsDeadRetry, who: { POST: who.write } },
  { path: "/api/v1/settings/mail", tag: "Settings", module: mail, who: { GET: who.read, PUT: who.write } },
  { path: "/api/v1/settings/mail/test", tag: "Settings", module: mailTest, who: { POST: who.write } },
  { path: "/api/v1/settings/mail/queue", tag: "Settings", module: mailQueue, who: { GET: who.read, POST: who.write } },
  { path: "/api/v1/settings/mail/dead-letters/{id}", tag: "Settings", module: mailDead, who: { DELETE: who.write } },
  { path: "/api/v1/settings/mail/dead-letters/{id}/retry", tag: "Settings", module: mailDeadRetry, who: { POST: who.write } },
];
