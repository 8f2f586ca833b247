import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, refusal, useLink } from "@/lib/lifecycle/cluster-for-tests";
import { listUsers } from "./list-users";
import { matchingUsernames } from "./matching-usernames";
import { onboard, OnboardBody } from "./onboard";
import { UserFilter, UsersQuery } from "./user-filter";
import { seedUsers } from "./users-for-tests";

let admin: Actor;
let serial = "";
let ipv6 = "";
const list = (query: object = {}) => listUsers(as(admin), UsersQuery.parse(query));
const names = async (query: object) => (await list(query)).rows.map(({ username }) => username);

async function collect(batches: AsyncGenerator<string[]>): Promise<string[][]> {
  const all: string[][] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

async function add(username: string, name: string, email: string | null, device: string | null) {
  const done = await onboard(as(admin), OnboardBody.parse({ username, name, email, device }));
  if (done.replayed) throw new Error("added before");
  return done.value;
}

beforeAll(async () => {
  admin = await newCluster();
  const ann = await add("ann.smith", "Ann Marie Smith", "ann.smith@example.org", "laptop"); // 10.8.0.2
  await add("zoe", "Zoë O’Brien-Łukasz", "zoe@other.example", "phone"); // 10.8.0.3
  await add("taro", "山田 太郎", null, null);
  await add("max", "Maximiliana Konstantinopolitanska-Wolfeschlegelsteinhausen", null, "tablet"); // 60 characters, 10.8.0.4
  await add("percent", "100% _Under\\score", "a+b@example.org", null);
  serial = await useLink(ann.invitation?.token ?? "");
  ipv6 = ann.device?.ipv6 ?? "";
  await db().user.update({ where: { username: "zoe" }, data: { leavesAt: new Date(Date.now() + 86_400_000), state: "suspended" } });
  const node = await addEnrolledNode(as(admin), "vpn1");
  const session = { nodeId: node.id, source: "203.0.113.9:5000", since: new Date(), bytesIn: 1n, bytesOut: 1n };
  await db().vpnSession.createMany({
    data: [1, 2].map((clientId) => ({ ...session, clientId, commonName: "ann.smith.laptop.1", ipv4: "10.8.0.2" })),
  });
});

describe("portal.1 a search finds by the beginning of", () => {
  test.each([
    ["a first name", "ann", ["ann.smith"]],
    ["a second name and what follows it", "marie sm", ["ann.smith"]],
    ["last name first", "Smith, Ann", ["ann.smith"]],
    ["first and last name", "Ann Smith", ["ann.smith"]],
    ["a name in other letters", "ZOE OBRIEN LUKASZ", ["zoe"]],
    ["a name with its marks", "Zoë", ["zoe"]],
    ["a part behind a hyphen", "łuk", ["zoe"]],
    ["a name in another script", "太郎", ["taro"]],
    ["a name of 60 characters", "Maximiliana Konstantinopolitanska-Wolfeschlegelsteinhausen", ["max"]],
    ["a username", "ann.s", ["ann.smith"]],
    ["a username's later part", "smith", ["ann.smith"]],
    ["an e-mail address", "ann.smith@exam", ["ann.smith"]],
    ["an e-mail's domain", "other.ex", ["zoe"]],
    ["an e-mail with a sign", "a+b@", ["percent"]],
    ["an IPv4 address", "10.8.0.3", ["zoe"]],
    ["a part of one", "10.8.0.", ["ann.smith", "max", "zoe"]],
    ["a common name", "ann.smith.laptop.1", ["ann.smith"]],
    ["a part of one, in capitals", "ANN.SMITH.LAP", ["ann.smith"]],
    ["signs that a pattern would read", "100%", ["percent"]],
    ["nobody", "%", []],
    ["nobody", "_", []],
    ["nobody", "' OR 1=1 --", []],
    ["nobody by the middle of a word", "mith", []],
    ["nobody", "10.9.", []],
  ])("%s: %s", async (_what, search, found) => expect(await names({ search, sort: "username" })).toEqual(found));

  test("an IPv6 address in any spelling, and a part of it", async () => {
    expect(ipv6).toBe("fd7a:6ca6:e640:8000::a08:2");
    for (const search of [
      ipv6,
      "FD7A:6CA6:E640:8000::A08:2",
      "fd7a:6ca6:e640:8000:0:0:0a08:0002",
      "fd7a:6ca6:e640:8000::10.8.0.2",
      `[${ipv6}]`,
    ])
      expect(await names({ search }), search).toEqual(["ann.smith"]);
    expect(await names({ search: "fd7a:6ca6:", sort: "username" })).toEqual(["ann.smith", "max", "zoe"]);
  });

  test("a serial, whole or its first digits, with and without colons", async () => {
    const pairs = serial.match(/../g) ?? [];
    for (const search of [serial, serial.toUpperCase(), pairs.join(":"), serial.slice(0, 7), `${pairs.slice(0, 4).join(":")}:`])
      expect(await names({ search }), search).toEqual(["ann.smith"]);
  });

  test("no character that cannot be seen, and a search of only those is refused: it does not mean everybody", async () => {
    expect(await names({ search: "an\u200Bn" })).toEqual(["ann.smith"]);
    for (const search of ["\u{10FFFF}", " \u200B", "\u202E"])
      expect(UsersQuery.safeParse({ search }).error?.issues[0]?.path).toEqual(["search"]);
  });

  test("and nothing that is only spaces narrows the list", async () => expect(await names({ search: "   " })).toHaveLength(5));
});

test.each([
  [{ state: "active" }, ["ann.smith", "max", "percent", "taro"]],
  [{ state: "suspended" }, ["zoe"]],
  [{ state: "offboarded" }, []],
  [{ leaves: "yes" }, ["zoe"]],
  [{ leaves: "no" }, ["ann.smith", "max", "percent", "taro"]],
  [{ leaves: "soon" }, ["zoe"]],
  [{ connected: "yes" }, ["ann.smith"]],
  [{ connected: "no" }, ["max", "percent", "taro", "zoe"]],
  [{ invitation: "unused" }, ["max", "zoe"]],
  [{ invitation: "none" }, ["ann.smith", "percent", "taro"]],
  [{ devices: "none" }, ["percent", "taro"]],
  [{ devices: "some" }, ["ann.smith", "max", "zoe"]],
  [{ state: "active", invitation: "unused" }, ["max"]],
  [{ state: "suspended", invitation: "unused", leaves: "soon" }, ["zoe"]],
  [{ state: "active", connected: "no", devices: "some" }, ["max"]],
  [{ state: "suspended", connected: "yes" }, []],
  [{ connected: "yes", search: "10.8.0" }, ["ann.smith"]],
  [{ invitation: "unused", search: "10.8.0" }, ["max", "zoe"]],
  [{ invitation: "unused", leaves: "soon", search: "10.8.0" }, ["zoe"]],
  [{ state: "suspended", search: "ann" }, []],
  [{ state: "active", invitation: "none", search: "ann" }, ["ann.smith"]],
])("the filters %j together show who matches them all, and count them", async (query, found) => {
  const { rows, count, more } = await list({ ...query, sort: "username" });
  expect(rows.map(({ username }) => username)).toEqual(found);
  expect([count, more]).toEqual([found.length, false]);
  expect((await collect(matchingUsernames(UserFilter.parse(query), new Date(), "search"))).flat()).toEqual(found);
});

test("who leaves soon leaves within 30 days; who has left has no device, and is not looked for among those without one", async () => {
  const in31 = new Date(Date.now() + 31 * 86_400_000);
  await db().user.update({ where: { username: "max" }, data: { leavesAt: in31 } });
  expect(await names({ leaves: "soon" })).toEqual(["zoe"]);
  expect(await names({ leaves: "soon", search: "ma" })).toEqual([]);
  expect(await names({ leaves: "yes" })).toEqual(["max", "zoe"]);
  await db().user.update({ where: { username: "max" }, data: { leavesAt: null } });
  await db().user.update({ where: { username: "taro" }, data: { state: "offboarded" } });
  expect(await names({ devices: "none" })).toEqual(["percent"]);
  expect(await names({ devices: "none", state: "offboarded" })).toEqual(["taro"]);
  await db().user.update({ where: { username: "taro" }, data: { state: "active" } });
});

test("a row says state, devices, open invitations and how many devices are connected, each once", async () => {
  const [row] = (await list({ search: "ann.smith" })).rows;
  expect(row).toMatchObject({ name: "Ann Marie Smith", state: "active", version: 1, devices: 1, unusedInvitations: 0, connected: 1 });
});

test("orders: names without regard to case and marks, usernames, when they were added, each both ways", async () => {
  expect(await names({})).toEqual(["percent", "ann.smith", "max", "zoe", "taro"]);
  expect(await names({ sort: "-name" })).toEqual(["taro", "zoe", "max", "ann.smith", "percent"]);
  expect(await names({ sort: "-username" })).toEqual(["zoe", "taro", "percent", "max", "ann.smith"]);
  expect(await names({ sort: "added" })).toEqual(["ann.smith", "zoe", "taro", "max", "percent"]);
});

test("not for those who may not read; a cursor of another order is refused in a sentence", async () => {
  const nobody = { ...admin, role: "none" } as Actor;
  expect(await refusal(() => listUsers(as(nobody), UsersQuery.parse({})))).toMatchObject({ code: "forbidden" });
  for (const cursor of ["x", "W10", Buffer.from('[["no date","a"],false]').toString("base64url")])
    expect(await refusal(() => list({ cursor, sort: "added" }))).toMatchObject({ code: "invalid", field: "cursor" });
});

describe("with 3,000 users", () => {
  beforeAll(() => seedUsers(db(), 3_000));

  test("portal.5 pages go through everybody once, forwards and back, in every order", async () => {
    for (const sort of ["name", "-name", "username", "-username", "added", "-added"]) {
      const pages: string[][] = [];
      let page = await list({ sort });
      pages.push(page.rows.map(({ username }) => username));
      expect(page.previous).toBeNull();
      while (page.next) {
        page = await list({ sort, cursor: page.next });
        pages.push(page.rows.map(({ username }) => username));
      }
      expect(new Set(pages.flat()).size, sort).toBe(3_005);
      expect(pages.flat(), sort).toHaveLength(3_005);
      for (let at = pages.length - 2; page.previous; at--) {
        page = await list({ sort, cursor: page.previous });
        expect(page.rows.map(({ username }) => username)).toEqual(pages[at]);
      }
    }
  }, 120_000);

  test("a search that finds more than 150 says so, is paged all the same, and nothing can be done to all of them", async () => {
    const first = await list({ search: "example" });
    expect(first).toMatchObject({ count: 150, more: true });
    const last = await list({ search: "example", cursor: (await list({ search: "example", cursor: first.next })).next });
    expect([last.rows.length, last.next]).toEqual([50, null]);
    await expect(collect(matchingUsernames({ search: "example" }, new Date(), "search"))).rejects.toMatchObject({
      code: "invalid",
      field: "search",
    });
  });

  test("all that match come in batches of 200 at most, each once", async () => {
    const filters = [
      { state: "suspended" },
      { invitation: "unused", state: "active" },
      { leaves: "soon" },
      { devices: "none" },
      {},
    ] as const;
    for (const filter of filters) {
      const batches = await collect(matchingUsernames({ search: "", ...filter }, new Date(), "search"));
      expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(200);
      const shown: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await list({ ...filter, sort: "username", cursor });
        shown.push(...page.rows.map(({ username }) => username));
        cursor = page.next;
      }
      expect(batches.flat()).toEqual(shown);
    }
    expect(await collect(matchingUsernames({ search: "", connected: "yes" }, new Date(), "search"))).toEqual([["ann.smith"]]);
    expect(await collect(matchingUsernames({ search: "ann.smith@" }, new Date(), "search"))).toEqual([["ann.smith"]]);
  });

  test("a search that finds many is asked of all of them whether they match the filter, as far as a list reads", async () => {
    const found = await list({ search: "smith", state: "active", leaves: "soon" });
    const leaving = (await collect(matchingUsernames({ search: "", state: "active", leaves: "soon" }, new Date(), "search"))).flat();
    const smiths = await db().user.count({ where: { username: { in: leaving }, name: { endsWith: "Smith" } } });
    expect([found.count, found.more]).toEqual([smiths, false]);
    // Of 429 whom the search alone finds.
    expect(smiths).toBeGreaterThan(40);
    // All 3,000 have an address that begins so: those few who match are asked one by one.
    expect(await names({ search: "example.org", devices: "none", leaves: "soon", state: "suspended", sort: "username" })).toEqual(
      (await collect(matchingUsernames({ search: "", devices: "none", leaves: "soon", state: "suspended" }, new Date(), "search"))).flat(),
    );
    expect(await list({ search: "example.org", state: "offboarded" })).toMatchObject({ count: 0, more: false });
  });
});
