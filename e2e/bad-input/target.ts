import { expect } from "@playwright/test";
import { startDatabase, type Database } from "../database";
import { startPortal, type Portal } from "../portal";
import { ask, newCsr, setUpByProgram, WIDE_POOL, type Asked, type Said } from "../program";

type Ask = (method: string, path: string, asked?: Asked) => Promise<Said>;
type Expected = { status?: number; field?: string; words?: RegExp };

/** A portal that is set up, with one invitation and two nodes, and what the tests of bad input ask of it. */
export type Target = {
  portal: Portal;
  database: Database;
  cookie: string;
  link: { token: string; deviceId: string };
  node: { name: string; token: string; cluster: string };
  /** As a page that the admin has open. */
  page: Ask;
  /** As a program without a cookie. */
  program: Ask;
  onboard: (username: string, rest?: object) => Promise<Said>;
  /** All that the cluster is, but for who tried to sign in. */
  state: () => Promise<string>;
  /** A 4xx problem with a sentence, about this field where one is to blame, and nothing stored. */
  refused: (work: () => Promise<Said>, expected: Expected, what: string) => Promise<void>;
  close: () => Promise<void>;
};

export const tokenIn = (said: Said) => String((said.body.invitation as { link?: string } | undefined)?.link).split("#")[1] ?? "";

export async function openTarget(): Promise<Target> {
  const database = await startDatabase();
  const portal = await startPortal({ env: { DATABASE_URL: database.url } });
  const cookie = await setUpByProgram(portal, WIDE_POOL);
  const page: Ask = (method, path, asked = {}) =>
    ask(portal.url, portal.url, method, path, { ...asked, headers: { cookie, ...asked.headers } });
  const program: Ask = (method, path, asked = {}) => ask(portal.url, portal.url, method, path, asked);
  const onboard: Target["onboard"] = (username, rest = {}) =>
    page("POST", "/api/v1/users", { body: { username, name: "Ann Smith", device: "laptop", ...rest } });
  const ann = await onboard("ann.smith");
  const [device] = await database.rows<{ id: string }>("SELECT id FROM device");
  const vpn1 = await enrol(page, program, "vpn1");
  await enrol(page, program, "vpn2");
  const state = () => stateOf(database);
  return {
    portal,
    database,
    cookie,
    link: { token: tokenIn(ann), deviceId: device?.id ?? "" },
    node: { name: "vpn1", token: String(vpn1.nodeToken), cluster: String(vpn1.cluster) },
    page,
    program,
    onboard,
    state,
    refused: (work, expected, what) => refused(state, work, expected, what),
    close: async () => {
      const broke = portal
        .log()
        .split("\n")
        .filter((line) => line.includes("request.broke"));
      expect(
        broke.slice(0, 5).map((line) => line.slice(0, 600)),
        `nothing was a bug, and not ${broke.length} times`,
      ).toEqual([]);
      await portal.stop();
      await database.close();
    },
  };
}

async function enrol(page: Ask, program: Ask, name: string): Promise<Said["body"]> {
  const added = await page("POST", "/api/v1/nodes", { body: { name, address: `${name}.example.org` } });
  const joinToken = /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(JSON.stringify(added.body))?.[1] ?? "";
  const enrolled = await program("POST", "/api/v1/nodes/enrol", { body: { joinToken, csr: await newCsr(name), agentVersion: "0.1.0" } });
  expect(enrolled.status, JSON.stringify(enrolled.body)).toBe(201);
  return enrolled.body;
}

async function stateOf(database: Database): Promise<string> {
  const tables = [
    "cluster",
    "user",
    "device",
    "invitation",
    "certificate",
    "revocation",
    "crl",
    "node",
    "receipt",
    "vpn_session",
    "audit_entry",
    "address_pair",
    "idempotency_key",
    "authority",
    "secret",
    "account",
    "auth_user",
  ];
  const hashes = tables.map(
    (table) =>
      `(SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM "${table}" t${table === "address_pair" ? " WHERE state <> 'free'" : ""}) AS ${table}_rows`,
  );
  return JSON.stringify((await database.rows(`SELECT ${hashes.join(", ")}`))[0]);
}

async function refused(state: () => Promise<string>, work: () => Promise<Said>, expected: Expected, what: string): Promise<void> {
  const before = await state();
  const said = await work();
  const told = `${what}: ${said.status} ${JSON.stringify(said.body).slice(0, 300)}`;
  expect(said.status, told).toBeGreaterThanOrEqual(400);
  expect(said.status, told).toBeLessThan(500);
  expect(said.type, told).toContain("application/problem+json");
  expect(String(said.body.detail), told).toMatch(/^[A-Z"a-z].{9,}[.…:)a-z0-9]$/s);
  if (expected.status) expect(said.status, told).toBe(expected.status);
  if (expected.field) expect(said.body.field, told).toBe(expected.field);
  if (expected.words) expect(String(said.body.detail), told).toMatch(expected.words);
  expect(await state(), `${what}: nothing is stored`).toBe(before);
}
