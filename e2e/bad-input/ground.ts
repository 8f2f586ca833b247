import { expect } from "@playwright/test";
import { ADMIN } from "../program";
import { enrolBalancer } from "./enrol-balancer";
import { openTarget, tokenIn, type Target } from "./target";

/** A cluster with one of everything that a request can be about, and the versions of what is edited. */
export type Ground = {
  target: Target;
  link: string;
  joinLink: string;
  joinToken: string;
  rootKey: string;
  balancer: { name: string; token: string; cluster: string };
  versions: { settings: number; edited: number; draft: number; routing: number; node: number };
  /** What stands in a path's brackets where its row does not say. */
  params: (route: string) => Record<string, string>;
};

export async function openGround(): Promise<Ground> {
  const target = await openTarget();
  const { page } = target;
  const made = async (path: string, body: object) => {
    const said = await page("POST", path, { body });
    expect([200, 201], `${path} ${JSON.stringify(said.body)}`).toContain(said.status);
    return said.body;
  };
  await made("/api/v1/users", { username: "edited", name: "Edith" });
  for (let n = 0; n < 20; n++) await made("/api/v1/users", { username: `owner${n}`, name: `Owner ${n}` });
  const joining = await made("/api/v1/nodes", { name: "vpn3", address: "vpn3.example.org" });
  const balancer = await enrolBalancer(target, "lb1");
  const invited = await made("/api/v1/account-invitations", { email: "eve@example.org", role: "none" });
  const draft = await made("/api/v1/imports", { text: "name,username\nEve,eve.example\n" });
  const run = await made("/api/v1/runs", { verb: "resume", usernames: ["nobody.here"] });
  const root = await made("/api/v1/authority/root/export", { passphrase: "correct horse battery" });
  const settings = await page("GET", "/api/v1/settings");
  const read = await page("GET", `/api/v1/imports/${String(draft.id)}`);
  const accounts = await page("GET", "/api/v1/accounts");
  const [account] = accounts.body.rows as { id: string; email: string }[];
  expect(account?.email).toBe(ADMIN.email);
  const firstId = async (what: "sites" | "remotes") => {
    const [first] = (await page("GET", `/api/v1/${what}`)).body[what] as { id: string }[];
    return first?.id ?? "";
  };
  const limited = { ...settings.body, deviceLimit: 100 };
  const changed = await page("PUT", "/api/v1/settings", { body: limited });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  const ids: Record<string, string> = {
    runs: String(run.id),
    imports: String(draft.id),
    accounts: account?.id ?? "",
    devices: target.link.deviceId,
    pools: "1",
    sites: await firstId("sites"),
    remotes: await firstId("remotes"),
  };
  return {
    target,
    link: target.link.token,
    joinLink: tokenIn({ status: 201, type: "", body: { invitation: invited } }),
    joinToken: /HOMEPORT_JOIN_TOKEN='([^']+)'/.exec(JSON.stringify(joining))?.[1] ?? "",
    rootKey: String(root.pem ?? root.text),
    balancer,
    versions: { settings: Number(settings.body.version) + 1, edited: 1, draft: Number(read.body.version ?? 1), routing: 1, node: 1 },
    params: (route) => ({
      username: "ann.smith",
      name: "vpn1",
      address: "10.8.0.2",
      serial: "1a".repeat(20),
      file: "crl.pem",
      session: "none",
      id: Object.entries(ids).find(([part]) => route.includes(`/${part}/`))?.[1] ?? "00000000-0000-4000-8000-000000000000",
    }),
  };
}
