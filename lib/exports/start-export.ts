import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand, type Permission } from "@/lib/core/permissions";
import { markUnseen } from "@/lib/unseen";
import { BOM, csvLine } from "./csv-text";
import { asCell, type Export, type ExportName, type Format } from "./export";

/** Who may see the list may export it, if exports are allowed to them at all. */
const READ: Record<ExportName, Permission> = {
  users: "users.read",
  devices: "users.read",
  certificates: "authority.read",
  addresses: "addresses.read",
  audit: "audit.read",
  "vpn-sessions": "nodes.read",
  "past-vpn-sessions": "nodes.read",
  receipts: "users.read",
  "import-rows": "users.read",
  "run-failures": "users.read",
  accounts: "accounts.read",
  "account-invitations": "accounts.read",
  tokens: "accounts.read",
  "refused-sign-ins": "audit.read",
  "crl-entries": "authority.read",
  nodes: "nodes.read",
  balancers: "nodes.read",
  sites: "nodes.read",
  remotes: "nodes.read",
  rollouts: "nodes.read",
  reserved: "addresses.read",
  "outdated-profiles": "users.read",
  alerts: "settings.read",
  runs: "users.read",
  "undelivered-mails": "settings.read",
  "undelivered-calls": "settings.read",
};

/** Notes who exports what, then gives the file as it is read, a page of the list at a time. */
export async function startExport<Row extends Record<string, unknown>>(
  ctx: Context,
  what: ExportName,
  format: Format,
  filter: Record<string, unknown>,
  read: () => Export<Row>,
): Promise<AsyncGenerator<string>> {
  demand(ctx.actor, READ[what]);
  demand(ctx.actor, "exports.write");
  // What the list refuses is refused before anything is sent: half a file would be taken for the whole.
  const made = await begun(read());
  const seen = Object.entries(filter).map(([name, value]) => [name, typeof value === "string" ? markUnseen(value) : value]);
  await commit(ctx, "exports.write", async () => ({
    value: null,
    audit: { action: "export.make", subject: `export ${what}`, details: { format, filter: Object.fromEntries(seen) } },
    nodes: "need not",
  }));
  return format === "csv" ? csvOf(made) : jsonOf(made);
}

/** The export with its first rows read. */
async function begun<Row extends Record<string, unknown>>({ columns, rows }: Export<Row>): Promise<Export<Row>> {
  const all = rows[Symbol.asyncIterator]();
  const first = await all.next();
  async function* again() {
    for (let some = first; !some.done; some = await all.next()) yield some.value;
  }
  return { columns, rows: again() };
}

async function* csvOf<Row extends Record<string, unknown>>({ columns, rows }: Export<Row>): AsyncGenerator<string> {
  yield BOM + csvLine(columns);
  for await (const some of rows) yield some.map((row) => csvLine(columns.map((column) => asCell(row[column])))).join("");
}

/** One array, a row a line. */
async function* jsonOf<Row extends Record<string, unknown>>({ columns, rows }: Export<Row>): AsyncGenerator<string> {
  let first = true;
  yield "[";
  for await (const some of rows) {
    const lines = some.map((row) => {
      const comma = first ? "\n" : ",\n";
      first = false;
      return comma + JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null])), bigAsText);
    });
    yield lines.join("");
  }
  yield "\n]\n";
}

const bigAsText = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
