import type { Person } from "./people";

/** Lists and detail pages, and the API's answers to the same questions. */
export const PAGES_AT_SCALE = (known: Person): string[] => [
  "/",
  "/users",
  "/users?sort=-added",
  "/users?state=offboarded",
  `/users/${known.username}`,
  "/nodes",
  "/nodes/vpn1",
  "/authority",
  "/audit",
  `/audit?subject=user+${known.username}`,
  "/api/v1/users",
  `/api/v1/users/${known.username}`,
  "/api/v1/audit",
];

/** What people type to find somebody, from one letter to the whole of an address in either family. */
export const SEARCHES = (known: Person): string[] =>
  [
    "a",
    "an",
    "ann",
    "smith",
    known.name,
    known.username,
    known.email,
    known.ipv4,
    known.ipv6,
    "10.8.",
    `${known.username}.laptop.1`,
    "1a",
    "nobody at all",
  ].map((text) => `/users?q=${encodeURIComponent(text)}`);
