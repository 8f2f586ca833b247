/** What the seeded company has that a page's address names. */
export type Company = { username: string; node: string; serial: string };

/** Each page of the build, as it stands in its list of routes, and an address of it. */
export const PLACES: Record<string, (company: Company) => string> = {
  "/": () => "/",
  "/users": () => "/users",
  "/users/new": () => "/users/new",
  "/users/[username]": ({ username }) => `/users/${username}`,
  "/nodes": () => "/nodes",
  "/nodes/new": () => "/nodes/new",
  "/nodes/[name]": ({ node }) => `/nodes/${node}`,
  "/authority": () => "/authority",
  "/audit": () => "/audit",
};

/** Pages of somebody who has not signed in. */
export const WITHOUT_ACCOUNT: Record<string, string> = {
  "/setup": "/setup",
  "/sign-in": "/sign-in",
  "/invitation": "/invitation",
};
