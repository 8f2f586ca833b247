import { route } from "@/app/_shell/route";
import { AuditQuery } from "@/lib/core/audit-filter";
import { AuditListAnswer, listAudit } from "@/lib/core/read-audit";

export const GET = route(
  { as: "account", summary: "List the audit log, newest first, by who, what, whom and when", query: AuditQuery, answer: AuditListAnswer },
  ({ ctx, query }) => listAudit(ctx, query),
);
