import * as exportsAddresses from "@/app/api/v1/exports/addresses/route";
import * as exportsAudit from "@/app/api/v1/exports/audit/route";
import * as exportsCertificates from "@/app/api/v1/exports/certificates/route";
import * as exportsDevices from "@/app/api/v1/exports/devices/route";
import * as exportsUsers from "@/app/api/v1/exports/users/route";
import * as exportsVpnSessions from "@/app/api/v1/exports/vpn-sessions/route";
import * as importsIdInvitations from "@/app/api/v1/imports/[id]/invitations/route";
import * as importsIdReminders from "@/app/api/v1/imports/[id]/reminders/route";
import * as importsId from "@/app/api/v1/imports/[id]/route";
import * as importsIdStart from "@/app/api/v1/imports/[id]/start/route";
import * as importsIdUndo from "@/app/api/v1/imports/[id]/undo/route";
import * as imports from "@/app/api/v1/imports/route";
import type { ApiRoute } from "./openapi";

/** What comes in as a file, and what goes out as one. */
export const BULK_ROUTES: readonly ApiRoute[] = [
  { path: "/api/v1/imports", tag: "Imports", module: imports, who: { POST: "users.write" } },
  { path: "/api/v1/imports/{id}", tag: "Imports", module: importsId, who: { GET: "users.read", PUT: "users.write" } },
  { path: "/api/v1/imports/{id}/start", tag: "Imports", module: importsIdStart, who: { POST: "users.write" } },
  { path: "/api/v1/imports/{id}/undo", tag: "Imports", module: importsIdUndo, who: { POST: "users.write" } },
  {
    path: "/api/v1/imports/{id}/invitations",
    tag: "Imports",
    module: importsIdInvitations,
    who: { GET: "users.read", POST: "invitations.write" },
  },
  { path: "/api/v1/imports/{id}/reminders", tag: "Imports", module: importsIdReminders, who: { POST: "invitations.write" } },
  { path: "/api/v1/exports/users", tag: "Exports", module: exportsUsers, who: { GET: "exports.write" } },
  { path: "/api/v1/exports/devices", tag: "Exports", module: exportsDevices, who: { GET: "exports.write" } },
  { path: "/api/v1/exports/certificates", tag: "Exports", module: exportsCertificates, who: { GET: "exports.write" } },
  { path: "/api/v1/exports/addresses", tag: "Exports", module: exportsAddresses, who: { GET: "exports.write" } },
  { path: "/api/v1/exports/audit", tag: "Exports", module: exportsAudit, who: { GET: "exports.write" } },
  { path: "/api/v1/exports/vpn-sessions", tag: "Exports", module: exportsVpnSessions, who: { GET: "exports.write" } },
];
