import * as devicesIdInvitations from "@/app/api/v1/devices/[id]/invitations/route";
import * as devicesIdLost from "@/app/api/v1/devices/[id]/lost/route";
import * as devicesIdRenewals from "@/app/api/v1/devices/[id]/renewals/route";
import * as devicesIdRevoke from "@/app/api/v1/devices/[id]/revoke/route";
import * as exportsAddresses from "@/app/api/v1/exports/addresses/route";
import * as exportsList from "@/app/api/v1/exports/[list]/route";
import * as exportsAudit from "@/app/api/v1/exports/audit/route";
import * as exportsCertificates from "@/app/api/v1/exports/certificates/route";
import * as exportsDevices from "@/app/api/v1/exports/devices/route";
import * as exportsImportRows from "@/app/api/v1/exports/import-rows/route";
import * as exportsPastVpnSessions from "@/app/api/v1/exports/past-vpn-sessions/route";
import * as exportsReceipts from "@/app/api/v1/exports/receipts/route";
import * as exportsRunFailures from "@/app/api/v1/exports/run-failures/route";
import * as exportsUsers from "@/app/api/v1/exports/users/route";
import * as exportsVpnSessions from "@/app/api/v1/exports/vpn-sessions/route";
import * as importsIdInvitations from "@/app/api/v1/imports/[id]/invitations/route";
import * as importsIdReminders from "@/app/api/v1/imports/[id]/reminders/route";
import * as importsId from "@/app/api/v1/imports/[id]/route";
import * as importsIdStart from "@/app/api/v1/imports/[id]/start/route";
import * as importsIdUndo from "@/app/api/v1/imports/[id]/undo/route";
import * as imports from "@/app/api/v1/imports/route";
import * as invitationsId from "@/app/api/v1/invitations/[id]/route";
import * as invitationsLook from "@/app/api/v1/invitations/look/route";
import * as invitationsReady from "@/app/api/v1/invitations/ready/route";
import * as invitationsUse from "@/app/api/v1/invitations/use/route";
import * as runsIdCancel from "@/app/api/v1/runs/[id]/cancel/route";
import * as runsIdLinks from "@/app/api/v1/runs/[id]/links/route";
import * as runsId from "@/app/api/v1/runs/[id]/route";
import * as runs from "@/app/api/v1/runs/route";
import * as usersUsernameDevices from "@/app/api/v1/users/[username]/devices/route";
import * as usersUsernameHistory from "@/app/api/v1/users/[username]/history/route";
import * as usersUsernameLeaveDate from "@/app/api/v1/users/[username]/leave-date/route";
import * as usersUsernameOffboard from "@/app/api/v1/users/[username]/offboard/route";
import * as usersUsernameResume from "@/app/api/v1/users/[username]/resume/route";
import * as usersUsername from "@/app/api/v1/users/[username]/route";
import * as usersUsernameSuspend from "@/app/api/v1/users/[username]/suspend/route";
import * as usersUsernameVpnSessions from "@/app/api/v1/users/[username]/vpn-sessions/route";
import * as users from "@/app/api/v1/users/route";
import type { ApiRoute } from "./openapi";

/** Users, devices, invitations, and what is done to many. */
export const PEOPLE_ROUTES: readonly ApiRoute[] = [
  { path: "/api/v1/users/{username}/devices", tag: "Users", module: usersUsernameDevices, who: { POST: "devices.write" } },
  { path: "/api/v1/users/{username}/history", tag: "Users", module: usersUsernameHistory, who: { GET: "audit.read" } },
  { path: "/api/v1/users/{username}/leave-date", tag: "Users", module: usersUsernameLeaveDate, who: { PUT: "users.write" } },
  { path: "/api/v1/users/{username}/offboard", tag: "Users", module: usersUsernameOffboard, who: { POST: "users.write" } },
  { path: "/api/v1/users/{username}/resume", tag: "Users", module: usersUsernameResume, who: { POST: "users.write" } },
  { path: "/api/v1/users/{username}", tag: "Users", module: usersUsername, who: { GET: "users.read", PATCH: "users.write" } },
  { path: "/api/v1/users/{username}/suspend", tag: "Users", module: usersUsernameSuspend, who: { POST: "users.write" } },
  { path: "/api/v1/users/{username}/vpn-sessions", tag: "Users", module: usersUsernameVpnSessions, who: { GET: "users.read" } },
  { path: "/api/v1/users", tag: "Users", module: users, who: { GET: "users.read", POST: "users.write" } },
  { path: "/api/v1/devices/{id}/invitations", tag: "Devices", module: devicesIdInvitations, who: { POST: "invitations.write" } },
  { path: "/api/v1/devices/{id}/lost", tag: "Devices", module: devicesIdLost, who: { POST: "devices.write" } },
  { path: "/api/v1/devices/{id}/renewals", tag: "Devices", module: devicesIdRenewals, who: { POST: "invitations.write" } },
  { path: "/api/v1/devices/{id}/revoke", tag: "Devices", module: devicesIdRevoke, who: { POST: "devices.write" } },
  { path: "/api/v1/invitations/{id}", tag: "Invitations", module: invitationsId, who: { DELETE: "invitations.write" } },
  { path: "/api/v1/invitations/look", tag: "Invitations", module: invitationsLook, who: { POST: "invitation.use" } },
  { path: "/api/v1/invitations/ready", tag: "Invitations", module: invitationsReady, who: { POST: "invitation.use" } },
  { path: "/api/v1/invitations/use", tag: "Invitations", module: invitationsUse, who: { POST: "invitation.use" } },
  { path: "/api/v1/runs/{id}/cancel", tag: "Runs", module: runsIdCancel, who: { POST: "users.write" } },
  { path: "/api/v1/runs/{id}/links", tag: "Runs", module: runsIdLinks, who: { POST: "invitations.write" }, media: "text/csv" },
  { path: "/api/v1/runs/{id}", tag: "Runs", module: runsId, who: { GET: "users.read" } },
  { path: "/api/v1/runs", tag: "Runs", module: runs, who: { GET: "users.read", POST: "users.write" } },
  {
    path: "/api/v1/imports/{id}/invitations",
    tag: "Imports",
    module: importsIdInvitations,
    who: { GET: "users.read", POST: "users.write" },
  },
  { path: "/api/v1/imports/{id}/reminders", tag: "Imports", module: importsIdReminders, who: { POST: "users.write" } },
  { path: "/api/v1/imports/{id}", tag: "Imports", module: importsId, who: { GET: "users.read", PUT: "users.write" } },
  { path: "/api/v1/imports/{id}/start", tag: "Imports", module: importsIdStart, who: { POST: "users.write" } },
  { path: "/api/v1/imports/{id}/undo", tag: "Imports", module: importsIdUndo, who: { POST: "users.write" } },
  { path: "/api/v1/imports", tag: "Imports", module: imports, who: { POST: "users.write" } },
  {
    path: "/api/v1/exports/addresses",
    tag: "Exports",
    module: exportsAddresses,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/audit",
    tag: "Exports",
    module: exportsAudit,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/certificates",
    tag: "Exports",
    module: exportsCertificates,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/devices",
    tag: "Exports",
    module: exportsDevices,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/{list}",
    tag: "Exports",
    module: exportsList,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/import-rows",
    tag: "Exports",
    module: exportsImportRows,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/past-vpn-sessions",
    tag: "Exports",
    module: exportsPastVpnSessions,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/receipts",
    tag: "Exports",
    module: exportsReceipts,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/run-failures",
    tag: "Exports",
    module: exportsRunFailures,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/users",
    tag: "Exports",
    module: exportsUsers,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
  {
    path: "/api/v1/exports/vpn-sessions",
    tag: "Exports",
    module: exportsVpnSessions,
    who: { GET: "exports.write" },
    media: ["text/csv", "application/json"],
  },
];
