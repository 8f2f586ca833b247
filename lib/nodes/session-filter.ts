import { z } from "zod";

export const SESSION_SORTS = ["since", "name"] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

/** Which way an order goes unless asked: names from a, times from the newest. */
export const usualSessionOrder = (sort: SessionSort): "asc" | "desc" => (sort === "name" ? "asc" : "desc");

const name = (what: string) => z.string().max(60, `${what} has 60 characters at most.`).optional();
const search = z.string().max(200, "A search has 200 characters at most.").optional();
const cursor = z.string().max(2000, "This is no cursor of ours.").optional();

export const SessionQuery = z.strictObject({
  search,
  node: name("A node's name"),
  site: name("A site's name"),
  sort: z.enum(SESSION_SORTS, `sort must be one of ${SESSION_SORTS.join(", ")}.`).optional(),
  order: z.enum(["asc", "desc"], "order must be asc or desc.").optional(),
  cursor,
});
export type SessionQuery = z.output<typeof SessionQuery>;

const day = (what: string) =>
  z.iso
    .date(`${what} must be a day such as 2026-11-22.`)
    .refine((text) => text >= "1970-01-01", `${what} must not be before 1970.`)
    .optional();

/** Days are UTC's, and both are in it. */
export const PastQuery = z.strictObject({ search, node: name("A node's name"), from: day("from"), to: day("to"), cursor });
export type PastQuery = z.output<typeof PastQuery>;

const time = z.iso.datetime();
const session = {
  node: z.string(),
  site: z.string(),
  commonName: z.string(),
  username: z.string().nullable(),
  name: z.string().nullable().describe("The person's name"),
  device: z.string().nullable(),
  ipv4: z.string().nullable(),
  ipv6: z.string().nullable(),
  source: z.string().nullable().describe("Address and port that the node sees"),
  via: z.string().nullable().describe("The balancer that hides the client's own address"),
  since: time,
  bytesIn: z.string(),
  bytesOut: z.string(),
};

/** As the API tells VPN sessions of now, and those that have ended. */
export const SessionListAnswer = z.object({
  rows: z.array(z.object({ ...session, clientId: z.int(), contested: z.boolean().describe("The device is in use in two places") })),
  total: z.int().describe("VPN sessions of the whole cluster"),
  hits: z.int().nullable().describe("How many match the search and the filters; null without either"),
  capped: z.boolean().describe("There are more than 150 that match"),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});
export const PastListAnswer = z.object({
  rows: z.array(z.object({ ...session, id: z.uuid(), until: time })),
  capped: z.boolean().describe("More names begin so than are looked at"),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});
