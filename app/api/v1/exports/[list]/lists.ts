import { listAlerts, type AlertRow } from "@/lib/alerts/list-alerts";
import type { Context } from "@/lib/core/context";
import type { Export, ExportName } from "@/lib/exports/export";
import { pages } from "@/lib/exports/export-lists";
import { exportBalancers, exportNodes, exportRemotes, exportRollouts, exportSites } from "@/lib/exports/network-lists";
import {
  exportAccountInvitations,
  exportAccounts,
  exportCrlEntries,
  exportOutdatedProfiles,
  exportRefusedSignIns,
  exportReserved,
  exportTokens,
  exportUndeliveredCalls,
  exportUndeliveredMails,
} from "@/lib/exports/paged-lists";
import { listRuns } from "@/lib/runs/read-run";
import type { RunView } from "@/lib/runs/run";

const exportAlerts = (ctx: Context): Export<AlertRow> => ({
  columns: ["code", "subject", "tone", "sentence", "raisedAt", "clearedAt"],
  rows: pages((cursor) => listAlerts(ctx, { cursor })),
});

const exportRuns = (ctx: Context): Export<RunView> => ({
  columns: ["id", "verb", "state", "total", "done", "failed", "createdBy", "createdAt", "startedAt", "finishedAt", "ended"],
  rows: pages((cursor) => listRuns(ctx, { cursor })),
});

/** Lists without filters of their own: whole, as their pages have them. */
export const WHOLE_LISTS = {
  accounts: exportAccounts,
  "account-invitations": exportAccountInvitations,
  tokens: exportTokens,
  "refused-sign-ins": exportRefusedSignIns,
  "crl-entries": exportCrlEntries,
  nodes: exportNodes,
  balancers: exportBalancers,
  sites: exportSites,
  remotes: exportRemotes,
  rollouts: exportRollouts,
  reserved: exportReserved,
  "outdated-profiles": exportOutdatedProfiles,
  alerts: exportAlerts,
  runs: exportRuns,
  "undelivered-mails": exportUndeliveredMails,
  "undelivered-calls": exportUndeliveredCalls,
} satisfies Partial<Record<ExportName, (ctx: Context) => Export<Record<string, unknown>>>>;

export const isWholeList = (name: string): name is keyof typeof WHOLE_LISTS => Object.hasOwn(WHOLE_LISTS, name);
