import { ACCOUNTS_ROUTES } from "./api-accounts";
import { ALERT_ROUTES } from "./api-alerts";
import { CLUSTER_ROUTES } from "./api-cluster";
import { NETWORK_ROUTES } from "./api-network";
import { PEOPLE_ROUTES } from "./api-people";
import { PORTAL_ROUTES } from "./api-portal";
import type { ApiRoute } from "./openapi";

/** Every route of the API, in the order in which the reference shows them. A test compares it with the route files. */
export const apiRoutes = (): readonly ApiRoute[] => [
  ...PEOPLE_ROUTES,
  ...ACCOUNTS_ROUTES,
  ...CLUSTER_ROUTES,
  ...NETWORK_ROUTES,
  ...ALERT_ROUTES,
  ...PORTAL_ROUTES,
];
