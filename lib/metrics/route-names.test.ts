import { expect, test } from "vitest";
import { routeNamer } from "./route-names";

const nameOf = routeNamer({
  staticRoutes: [
    { page: "/", regex: "^/(?:/)?$" },
    { page: "/users/new", regex: "^/users/new(?:/)?$" },
  ],
  dynamicRoutes: [
    { page: "/api/v1/users/[username]/offboard", regex: "^/api/v1/users/([^/]+?)/offboard(?:/)?$" },
    { page: "/api/v1/users/[username]", regex: "^/api/v1/users/([^/]+?)(?:/)?$" },
    { page: "/users/[username]", regex: "^/users/([^/]+?)(?:/)?$" },
  ],
});

test.each([
  ["/", "/"],
  ["/users/new", "/users/new"],
  ["/users/ann.smith", "/users/[username]"],
  ["/api/v1/users/ann.smith", "/api/v1/users/[username]"],
  ["/api/v1/users/users/offboard", "/api/v1/users/[username]/offboard"],
  ["/_next/static/chunks/a.js", "/_next"],
  ["/wp-login.php", "other"],
  ["/users/ann.smith/x/y", "other"],
  ["", "other"],
])("%s is counted as %s: nobody's name, and nothing that somebody made up", (path, name) => {
  expect(nameOf(path)).toBe(name);
});
