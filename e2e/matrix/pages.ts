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
  "/setup": { for: "everybody" },
  "/sign-in": { for: "everybody" },
  "/invitation": { for: "everybody" },
};
