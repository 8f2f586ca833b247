import { expect, test } from "@playwright/test";
import { brokenChain } from "../database";
import type { Said } from "../program";
import { ENTRIES, entriesOf, OUR_OWN, spread, UNSEEN } from "./entries";
import { openGround, type Ground } from "./ground";
import { RIGHT, type RightRow } from "./right-bodies";
import { unseenInDatabase } from "./stored-text";
import { textOperations, withText, type TextField, type TextOperation } from "./text-fields";

const AT_ONCE = 8;
const LONGEST = process.env.PROVE ? 3_000_000 : 330_000;
// In an ordinary run some fields get a few that are spread over the list. Each of these costs a password's hash …
const COSTLY = spread(8);
// … each of those is one of a few words that are compared with it …
const ONE_OF = spread(10);
// … and nobody types these: ours that look like one, and a few others.
const CURSORS = [...OUR_OWN.filter((entry) => entry.startsWith("W1")), ...spread(10)];
const PATHS = [...spread(10), ...spread(10, OUR_OWN)];

let on: Ground;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  on = await openGround();
});
test.afterAll(() => on?.target.close());

type Work = { operation: TextOperation; row: RightRow; field: TextField; entries: readonly string[] };

let made = 0;
async function send({ operation, row, field }: Work, text: string): Promise<Said> {
  const n = ++made;
  const { method, route } = operation;
  const params = { ...on.params(route), ...row.params?.(on, n) };
  const name = field.path[0] ?? "";
  const path = route.replaceAll(/\{(\w+)\}/g, (_all, one: string) =>
    encodeURIComponent(field.in === "path" && one === name ? text.toWellFormed() : (params[one] ?? "")),
  );
  const query = field.in === "query" ? `?${encodeURIComponent(name)}=${encodeURIComponent(text.toWellFormed())}` : "";
  const right = row.body?.(on, n);
  const body = field.in === "body" ? withText(beside(right, field), field.path, text) : right;
  const ask = row.as ? on.target.program : on.target.page;
  const token = row.as === "node" ? on.target.node.token : row.as === "balancer" ? on.balancer.token : null;
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  // An answer that breaks off is as bad as none.
  const said = await ask(method, path + query, { body: method === "GET" ? undefined : body, headers }).catch(
    (error: unknown): Said => ({ status: 599, type: "", body: { text: String(error) } }),
  );
  row.changed?.(on, said);
  return said;
}

/** Exports are filtered as their lists are, which get the rest, and each is an entry of the audit log and a whole file. */
function few({ route }: TextOperation, field: TextField, row: RightRow): readonly string[] | null {
  if (process.env.PROVE) return null;
  if (isCostly(row, field)) return COSTLY;
  if (field.in === "query" && field.path[0] === "cursor") return CURSORS;
  if (field.in === "path" || route.includes("/exports/")) return PATHS;
  return field.oneOf ? ONE_OF : null;
}

const isCostly = (row: RightRow, { path }: TextField): boolean => row.costly?.includes(path.join(".")) ?? false;

/** Users are named or filtered, never both. */
function beside(right: object | undefined, { path }: TextField): object | undefined {
  if (path[0] !== "filter" || !right) return right;
  return Object.fromEntries(Object.entries(right).filter(([name]) => name !== "usernames"));
}

/** What is wrong with an answer, or null. */
function wrong({ row, field }: Work, text: string, said: Said): string | null {
  if (said.status >= 500) return "broke";
  if (said.status < 400) return null;
  if (!said.type.includes("application/problem+json")) return "no problem";
  const sentence = String(said.body.detail);
  if (
    !/^["“A-Za-z0-9].{9,}[.…:?/)a-z0-9]$/su.test(sentence) ||
    /undefined|\[object|Invalid input|expected /.test(sentence.replace(text, ""))
  )
    return "no sentence";
  if (UNSEEN.test(sentence) || !sentence.isWellFormed()) return "says what cannot be seen";
  // What is not there has no field to change.
  if (field.in === "path" || said.status === 404 || row.fine?.includes(said.status)) return null;
  const place = field.path.map((part) => (part === "*" ? "0" : part)).join(".");
  const blamed = String(said.body.field);
  return blamed === place || place.startsWith(`${blamed}.`) || row.also?.includes(blamed) ? null : `blames ${blamed}`;
}

test("portal.2 every text field of the API, with its share of the entries: refused in a sentence that names it, or stored as text", async () => {
  test.setTimeout(LONGEST + 70_000);
  const operations = textOperations((await on.target.page("GET", "/api/v1/openapi.json")).body);
  const writes = operations.filter(({ fields }) => fields.some((field) => field.in === "body"));
  expect(
    writes.map(({ method, route }) => `${method} ${route}`).sort(),
    "each operation with text has a right body in right-bodies.ts",
  ).toEqual(Object.keys(RIGHT).sort());

  let tried = 0;
  const queues = new Map<string, Work[]>();
  for (const operation of operations.filter(({ route }) => route.includes(process.env.ONLY ?? ""))) {
    const name = `${operation.method} ${operation.route}`;
    const row = RIGHT[name] ?? {};
    for (const field of operation.fields) {
      // A path alone changes nothing that the right one would not: those of writes without text are asked elsewhere.
      if (field.in === "path" && operation.method !== "GET") continue;
      const entries = few(operation, field, row) ?? entriesOf(tried++);
      const queue = row.queue ?? `${name} ${field.in} ${field.path.join(".")}`;
      queues.set(queue, [...(queues.get(queue) ?? []), { operation, row, field, entries }]);
    }
  }

  const began = Date.now();
  const found = new Map<string, string[]>();
  const took: [string, number, number][] = [];
  const statuses = new Map<number, number>();
  // The longest first, so that none is left over at the end.
  const waiting = [...queues].sort(([, a], [, b]) => requests(b) - requests(a));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [queue, works] = next;
      const start = Date.now();
      for (const work of works)
        for (const text of work.entries) {
          if (Date.now() > began + LONGEST) return;
          if (work.field.in === "path" && ["", ".", ".."].includes(text)) continue;
          const said = await send(work, text);
          statuses.set(said.status, (statuses.get(said.status) ?? 0) + 1);
          const why = wrong(work, text, said);
          if (!why) continue;
          const where = `${work.operation.method} ${work.operation.route} ${work.field.in} ${work.field.path.join(".")}: ${why}`;
          const told = `${JSON.stringify(text).slice(0, 80)} → ${said.status} ${JSON.stringify(said.body).slice(0, 250)}`;
          found.set(where, [...(found.get(where) ?? []), told]);
        }
      took.push([queue, requests(works), Date.now() - start]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (Date.now() - began) / 1000;
  const total = [...statuses.values()].reduce((sum, n) => sum + n, 0);
  const fields = [...queues.values()].flat().length;
  console.log(
    `${ENTRIES.length} entries, ${fields} fields of ${operations.length} operations: ${total} requests in ${seconds.toFixed(1)} s; ${JSON.stringify(Object.fromEntries(statuses))}`,
  );
  if (process.env.SLOW)
    for (const [queue, n, ms] of took.sort((a, b) => b[2] - a[2]).slice(0, 25)) console.log(`${queue}: ${n} in ${ms} ms`);
  expect([...found].map(([where, told]) => `${where} (${told.length})\n    ${told.slice(0, 3).join("\n    ")}`).join("\n")).toBe("");
  expect(took.length, "all of them were sent in time").toBe(queues.size);
  const costly = [...queues.values()].flat().filter(({ row, field }) => isCostly(row, field));
  expect(statuses.get(429) ?? 0, "nothing was kept out for being too many, but for wrong passwords").toBeLessThanOrEqual(requests(costly));
});

const requests = (works: readonly Work[]): number => works.reduce((sum, { entries }) => sum + entries.length, 0);

test("portal.2 a name of a field that there is not, whatever it is, is refused by that name", async () => {
  for (const text of (process.env.PROVE ? ENTRIES : spread(150)).filter((one) => !["username", "name", "__proto__"].includes(one))) {
    const body = { username: "never.added", name: "Never", [text]: 1 };
    const said = await on.target.page("POST", "/api/v1/users", { body });
    expect([said.status, said.type], JSON.stringify(text)).toEqual([400, "application/problem+json"]);
    expect(UNSEEN.test(String(said.body.detail)), `${JSON.stringify(text)}: ${JSON.stringify(said.body)}`).toBe(false);
  }
});

test("portal.2 after all this nothing that cannot be seen is stored, the audit chain holds, and nothing broke", async () => {
  const { columns, texts, found } = await unseenInDatabase(on.target.database);
  console.log(`${texts} texts in ${columns} columns`);
  expect(texts).toBeGreaterThan(10_000);
  expect(found).toEqual([]);
  expect(await brokenChain(on.target.database)).toBeNull();
  const log = on.target.portal.log();
  expect(log.split("\n").filter((line) => line.includes("request.broke"))).toEqual([]);
});
