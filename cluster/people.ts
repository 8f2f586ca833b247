import { parse } from "csv-parse/sync";
import type { Api } from "../e2e/cluster/lab/api";
import { until } from "../e2e/cluster/lab/until";
import { employees } from "./employees";

export type Link = { username: string; token: string };

/** Imports a company of so many people, each with a laptop, and gives the links of their invitations. */
export async function importCompany(api: Api, count: number): Promise<Link[]> {
  const rows = employees(count).map(({ name, username }) => `${name},${username},${username}@example.org`);
  const draft = await api.call<{ id: string }>("POST", "/api/v1/imports", {
    text: ["name,username,email", ...rows].join("\n"),
    device: "laptop",
  });
  await api.call("POST", `/api/v1/imports/${draft.id}/start`, { rows: "all", invite: "later" });
  const seen: { state?: string } = {};
  await until(
    `${count} people to be added`,
    async () => {
      seen.state = (await api.call<{ state: string }>("GET", `/api/v1/runs/${draft.id}`)).state;
      return seen.state === "done";
    },
    { ms: 180_000, every: 300, seen: () => JSON.stringify(seen) },
  );
  const file = await api.text("POST", `/api/v1/imports/${draft.id}/invitations`, { how: "file" });
  const read: { username: string; link: string }[] = parse(file, { columns: true, bom: true });
  return read.map(({ username, link }) => ({ username, token: link.split("#")[1] ?? "" }));
}
