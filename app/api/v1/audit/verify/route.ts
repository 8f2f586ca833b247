import { route } from "@/app/_shell/route";
import { AuditCheck, checkAudit } from "@/lib/core/check-audit";

export const GET = route(
  { as: "account", summary: "Verify the whole audit log: an altered, deleted or swapped entry is found", answer: AuditCheck },
  ({ ctx }) => checkAudit(ctx),
);
