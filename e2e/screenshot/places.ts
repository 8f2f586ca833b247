/** What the seeded company has that a page's address names. */
export type Company = {
  username: string;
  ipv4: string;
  node: string;
  serial: string;
  account: string;
  token: string;
  run: string;
  rollout: string;
  draft: string;
  site: string;
  remote: string;
  balancer: string;
};

/** Each page of the build, as it stands in its list of routes, and an address of it. */
export const PLACES: Record<string, (company: Company) => string> = {
  "/": () => "/",
  "/account": () => "/account",
  "/accounts": () => "/accounts",
  "/accounts/[id]": ({ account }) => `/accounts/${account}`,
  "/accounts/invitations": () => "/accounts/invitations",
  "/accounts/tokens": () => "/accounts/tokens",
  "/accounts/tokens/[id]": ({ token }) => `/accounts/tokens/${token}`,
  "/addresses": () => "/addresses",
  "/addresses/[address]": ({ ipv4 }) => `/addresses/${ipv4}`,
  "/addresses/pools/[id]": () => "/addresses/pools/1",
  "/addresses/pools/new": () => "/addresses/pools/new",
  "/addresses/reserved": () => "/addresses/reserved",
  "/alerts": () => "/alerts",
  "/api-reference": () => "/api-reference",
  "/audit": () => "/audit",
  "/audit/refused-sign-ins": () => "/audit/refused-sign-ins",
  "/authority": () => "/authority",
  "/authority/certificates": () => "/authority/certificates",
  "/authority/certificates/[serial]": ({ serial }) => `/authority/certificates/${serial}`,
  "/authority/crl": () => "/authority/crl",
  "/nodes": () => "/nodes",
  "/nodes/[name]": ({ node }) => `/nodes/${node}`,
  "/nodes/map": () => "/nodes/map",
  "/nodes/[name]/edit": ({ node }) => `/nodes/${node}/edit`,
  "/nodes/balancers/[name]": ({ balancer }) => `/nodes/balancers/${balancer}`,
  "/nodes/balancers/new": () => "/nodes/balancers/new",
  "/nodes/new": () => "/nodes/new",
  "/nodes/remotes": () => "/nodes/remotes",
  "/nodes/remotes/[id]": ({ remote }) => `/nodes/remotes/${remote}`,
  "/nodes/remotes/new": () => "/nodes/remotes/new",
  "/nodes/remotes/outdated": () => "/nodes/remotes/outdated",
  "/nodes/sites": () => "/nodes/sites",
  "/nodes/sites/[id]": ({ site }) => `/nodes/sites/${site}`,
  "/nodes/rollouts": () => "/nodes/rollouts",
  "/nodes/rollouts/[id]": ({ rollout }) => `/nodes/rollouts/${rollout}`,
  "/runs": () => "/runs",
  "/runs/[id]": ({ run }) => `/runs/${run}`,
  "/settings": () => "/settings",
  "/settings/mail": () => "/settings/mail",
  "/settings/routing": () => "/settings/routing",
  "/users": () => "/users",
  "/users/[username]": ({ username }) => `/users/${username}`,
  "/users/[username]/edit": ({ username }) => `/users/${username}/edit`,
  "/users/import": () => "/users/import",
  "/users/import/[id]": ({ draft }) => `/users/import/${draft}`,
  "/users/new": () => "/users/new",
  "/vpn-sessions": () => "/vpn-sessions",
  "/vpn-sessions/history": () => "/vpn-sessions/history",
};

/** Pages of somebody who has not signed in. */
export const WITHOUT_ACCOUNT: Record<string, string> = {
  "/setup": "/setup",
  "/sign-in": "/sign-in",
  "/join": "/join",
  "/invitation": "/invitation",
  "/profile": "/profile",
};
