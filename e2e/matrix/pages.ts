import type { Everybody } from "./who";
import type { Row } from "./rows";

export type PageRow = { for: Row["for"]; path?: (on: Everybody) => string };

/** Every page of the build, and whom it is for. */
export const PAGES: Record<string, PageRow> = {
  "/": { for: "who reads" },
  "/users": { for: "who reads" },
  "/users/new": { for: "operators" },
  "/users/[username]": { for: "who reads", path: ({ ann }) => `/users/${ann.username}` },
  "/nodes": { for: "who reads" },
  "/nodes/new": { for: "admins" },
  "/nodes/[name]": { for: "who reads", path: ({ target }) => `/nodes/${target.node.name}` },
  "/authority": { for: "who reads" },
  "/audit": { for: "oversight" },
  "/users/import": { for: "operators" },
  "/users/import/[id]": { for: "who reads" },
  "/users/[username]/edit": { for: "operators", path: ({ ann }) => `/users/${ann.username}/edit` },
  "/runs": { for: "who reads" },
  "/runs/[id]": { for: "who reads" },
  "/addresses": { for: "who reads" },
  "/addresses/[address]": { for: "who reads", path: () => "/addresses/10.8.0.2" },
  "/addresses/pools/[id]": { for: "who reads", path: () => "/addresses/pools/1" },
  "/addresses/pools/new": { for: "admins" },
  "/addresses/reserved": { for: "who reads" },
  "/alerts": { for: "who reads" },
  "/api-reference": { for: "who reads" },
  "/authority/certificates": { for: "who reads" },
  "/authority/certificates/[serial]": { for: "who reads" },
  "/authority/crl": { for: "who reads" },
  "/settings": { for: "who reads" },
  "/settings/mail": { for: "who reads" },
  "/accounts": { for: "oversight" },
  "/accounts/[id]": { for: "oversight", path: ({ ann }) => `/accounts/${ann.accountId}` },
  "/accounts/invitations": { for: "oversight" },
  "/accounts/tokens": { for: "oversight" },
  "/accounts/tokens/[id]": { for: "oversight" },
  "/account": { for: "own" },
  "/join": { for: "everybody" },
  "/setup": { for: "everybody" },
  "/sign-in": { for: "everybody" },
  "/invitation": { for: "everybody" },
};
