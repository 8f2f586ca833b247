import type { ExportName } from "@/lib/exports/export";
import { listUrl } from "./list-url";

const NAMES: Record<ExportName, string> = {
  users: "users",
  devices: "devices",
  certificates: "certificates",
  addresses: "addresses",
  audit: "audit log",
  "vpn-sessions": "VPN sessions",
  "past-vpn-sessions": "past VPN sessions",
  receipts: "receipts",
  "import-rows": "rows",
  "run-failures": "what could not be done",
  accounts: "accounts",
  "account-invitations": "account invitations",
  tokens: "API tokens",
  "refused-sign-ins": "refused sign-ins",
  "crl-entries": "CRL entries",
  nodes: "nodes",
  balancers: "load balancers",
  sites: "sites",
  remotes: "remotes",
  rollouts: "rollouts",
  reserved: "reserved ranges",
  "outdated-profiles": "outdated profiles",
  alerts: "alerts",
  runs: "runs",
  "undelivered-mails": "mails that were not sent",
  "undelivered-calls": "webhook calls that were not taken",
};

/** Downloads of the whole list with the page's own search and filter: `query` is what the list's address has, without the cursor. */
export function ExportLinks({ what, query = {} }: { what: ExportName; query?: Record<string, string | undefined> }) {
  const link = (format: "csv" | "json", name: string) => (
    <a
      href={listUrl(`/api/v1/exports/${what}`, { ...query, cursor: undefined, format })}
      download
      className="text-accent underline-offset-2 hover:underline"
      aria-label={`Export ${NAMES[what]} as ${name}`}
    >
      {name}
    </a>
  );
  return (
    <p className="flex items-center gap-3 text-small text-text-soft">
      Export {NAMES[what]}
      {link("csv", "CSV")}
      {link("json", "JSON")}
    </p>
  );
}
