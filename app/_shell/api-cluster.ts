import * as addressesAddress from "@/app/api/v1/addresses/[address]/route";
import * as addressesMap from "@/app/api/v1/addresses/map/route";
import * as addressesPoolsId from "@/app/api/v1/addresses/pools/[id]/route";
import * as addressesPoolsPreview from "@/app/api/v1/addresses/pools/preview/route";
import * as addressesPools from "@/app/api/v1/addresses/pools/route";
import * as addressesReservedId from "@/app/api/v1/addresses/reserved/[id]/route";
import * as addressesReserved from "@/app/api/v1/addresses/reserved/route";
import * as addresses from "@/app/api/v1/addresses/route";
import * as audit from "@/app/api/v1/audit/route";
import * as auditRefused from "@/app/api/v1/audit/refused-sign-ins/route";
import * as auditVerify from "@/app/api/v1/audit/verify/route";
import * as authorityFile from "@/app/api/v1/authority/[file]/route";
import * as authorityCrlCheck from "@/app/api/v1/authority/crl/check/route";
import * as authorityCrl from "@/app/api/v1/authority/crl/route";
import * as authorityRootExport from "@/app/api/v1/authority/root/export/route";
import * as authorityRootTakeOffline from "@/app/api/v1/authority/root/take-offline/route";
import * as authority from "@/app/api/v1/authority/route";
import * as certificatesSerial from "@/app/api/v1/certificates/[serial]/route";
import * as certificates from "@/app/api/v1/certificates/route";
import * as nodeBundle from "@/app/api/v1/node/bundle/route";
import * as nodeCertificate from "@/app/api/v1/node/certificate/route";
import * as nodeOrders from "@/app/api/v1/node/orders/route";
import * as nodeReport from "@/app/api/v1/node/report/route";
import * as nodesNameJoin from "@/app/api/v1/nodes/[name]/join/route";
import * as nodesName from "@/app/api/v1/nodes/[name]/route";
import * as nodesEnrol from "@/app/api/v1/nodes/enrol/route";
import * as nodes from "@/app/api/v1/nodes/route";
import * as settingsPreview from "@/app/api/v1/settings/preview/route";
import * as settings from "@/app/api/v1/settings/route";
import type { ApiRoute } from "./openapi";

/** Nodes, addresses, authority, settings and audit. */
export const CLUSTER_ROUTES: readonly ApiRoute[] = [
  { path: "/api/v1/nodes/{name}/join", tag: "Nodes", module: nodesNameJoin, who: { POST: "nodes.write" } },
  {
    path: "/api/v1/nodes/{name}",
    tag: "Nodes",
    module: nodesName,
    who: { GET: "nodes.read", PATCH: "nodes.write", DELETE: "nodes.write" },
  },
  { path: "/api/v1/nodes/enrol", tag: "Nodes", module: nodesEnrol, who: { POST: "node.enrol" } },
  { path: "/api/v1/nodes", tag: "Nodes", module: nodes, who: { GET: "nodes.read", POST: "nodes.write" } },
  { path: "/api/v1/node/bundle", tag: "For nodes", module: nodeBundle, who: { GET: "node.bundle" }, also: { 204: "Nothing newer" } },
  { path: "/api/v1/node/certificate", tag: "For nodes", module: nodeCertificate, who: { POST: "node.bundle" } },
  { path: "/api/v1/node/orders", tag: "For nodes", module: nodeOrders, who: { GET: "node.bundle" }, also: { 204: "No order" } },
  { path: "/api/v1/node/report", tag: "For nodes", module: nodeReport, who: { POST: "node.report" } },
  { path: "/api/v1/addresses/{address}", tag: "Addresses", module: addressesAddress, who: { GET: "addresses.read" } },
  { path: "/api/v1/addresses/map", tag: "Addresses", module: addressesMap, who: { GET: "addresses.read" } },
  {
    path: "/api/v1/addresses/pools/{id}",
    tag: "Addresses",
    module: addressesPoolsId,
    who: { PATCH: "addresses.write", DELETE: "addresses.write" },
  },
  { path: "/api/v1/addresses/pools/preview", tag: "Addresses", module: addressesPoolsPreview, who: { POST: "addresses.read" } },
  { path: "/api/v1/addresses/pools", tag: "Addresses", module: addressesPools, who: { GET: "addresses.read", POST: "addresses.write" } },
  { path: "/api/v1/addresses/reserved/{id}", tag: "Addresses", module: addressesReservedId, who: { DELETE: "addresses.write" } },
  {
    path: "/api/v1/addresses/reserved",
    tag: "Addresses",
    module: addressesReserved,
    who: { GET: "addresses.read", POST: "addresses.write" },
  },
  { path: "/api/v1/addresses", tag: "Addresses", module: addresses, who: { GET: "addresses.read" } },
  { path: "/api/v1/authority/{file}", tag: "Authority", module: authorityFile, who: { GET: "anyone" }, media: "application/x-pem-file" },
  { path: "/api/v1/authority/crl/check", tag: "Authority", module: authorityCrlCheck, who: { GET: "authority.read" } },
  { path: "/api/v1/authority/crl", tag: "Authority", module: authorityCrl, who: { GET: "authority.read" } },
  { path: "/api/v1/authority/root/export", tag: "Authority", module: authorityRootExport, who: { POST: "authority.write" } },
  { path: "/api/v1/authority/root/take-offline", tag: "Authority", module: authorityRootTakeOffline, who: { POST: "authority.write" } },
  { path: "/api/v1/authority", tag: "Authority", module: authority, who: { GET: "authority.read" } },
  { path: "/api/v1/certificates/{serial}", tag: "Authority", module: certificatesSerial, who: { GET: "authority.read" } },
  { path: "/api/v1/certificates", tag: "Authority", module: certificates, who: { GET: "authority.read" } },
  { path: "/api/v1/settings/preview", tag: "Settings", module: settingsPreview, who: { POST: "settings.write" } },
  { path: "/api/v1/settings", tag: "Settings", module: settings, who: { GET: "settings.read", PUT: "settings.write" } },
  { path: "/api/v1/audit", tag: "Audit", module: audit, who: { GET: "audit.read" } },
  { path: "/api/v1/audit/refused-sign-ins", tag: "Audit", module: auditRefused, who: { GET: "audit.read" } },
  { path: "/api/v1/audit/verify", tag: "Audit", module: auditVerify, who: { GET: "audit.read" } },
];
