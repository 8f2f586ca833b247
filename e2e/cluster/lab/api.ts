import type { AddedNode, AddedUser, Readiness } from "../../../app/_shell/answers";
import type { UserReceipts } from "../../../lib/nodes/read-receipts";
import type { NodeReceipt } from "../../../lib/nodes/receipt";
import { ADMIN, POOL } from "../../program";
import { ROUTES } from "./network";
import type { Lab } from "./lab";
import { until } from "./until";
import { takeProfile } from "./use-invitation";

/** The portal as a program sees it that has an admin's sign-in cookie. */
export type Api = {
  /** The answer's body; throws with the problem's sentence. */
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** The same for answers that are not JSON. */
  text: (method: string, path: string, body?: unknown) => Promise<string>;
  cookie: () => string;
};

/** Somebody who has a profile, made as a program makes one. */
export type Person = { username: string; commonName: string; ipv4: string; ipv6: string; profile: string };

export function apiOf(url: () => string, cookie: () => string): Api {
  const text = async (method: string, where: string, body?: unknown): Promise<string> => {
    const response = await ask(url(), method, where, body, cookie());
    const said = await response.text();
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${said}`);
    return said;
  };
  return {
    cookie,
    text,
    // The shapes are those of the portal's own client (app/_shell/answers.ts).
    call: async <T>(method: string, where: string, body?: unknown): Promise<T> =>
      JSON.parse((await text(method, where, body)) || "null") as T,
  };
}

export function ask(url: string, method: string, where: string, body?: unknown, cookie = ""): Promise<Response> {
  return fetch(new URL(where, url), {
    method,
    headers: { "content-type": "application/json", origin: new URL(url).origin, ...(cookie ? { cookie } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** What the setup page does, for specs that are about something else. */
export async function setUp(lab: Lab, topology: "subnet" | "net30" = "subnet"): Promise<Api> {
  const { url, setupLink } = lab.portal();
  const token = setupLink?.split("#")[1] ?? "";
  const push = { nameServers: [], searchDomains: [], routes4: [ROUTES.ipv4], routes6: [ROUTES.ipv6] };
  const cluster = { name: "Harbour", topology };
  const done = await ask(url, "POST", "/api/v1/setup", { token, admin: ADMIN, cluster, pool: POOL, push });
  if (done.status !== 201) throw new Error(`Setup: ${done.status} ${await done.text()}`);
  const cookie = done.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return apiOf(
    () => lab.portal().url,
    () => cookie,
  );
}

/** Adds the lab's nodes, runs their join commands and their agents, and waits until OpenVPN answers on each. */
export async function joinAll(lab: Lab, api: Api): Promise<void> {
  await Promise.all(
    lab.nodes.map(async (node) => {
      const { join } = await api.call<AddedNode>("POST", "/api/v1/nodes", {
        name: node.name,
        address: node.address,
        port: 1194,
        proto: "udp",
        interface: "tun0",
      });
      const ran = await node.join(join?.command ?? "");
      if (ran.code !== 0) throw new Error(`${node.name} did not join: ${ran.stdout}${ran.stderr}`);
      await node.run();
    }),
  );
  await allUp(lab);
}

export async function allUp(lab: Lab): Promise<void> {
  await Promise.all(
    lab.nodes.map((node) =>
      until(`OpenVPN on ${node.name}`, () => node.read("live/openvpn.log")?.includes("Initialization Sequence Completed"), {
        ms: 30_000,
        seen: node.log,
      }),
    ),
  );
}

/** A user with one device, a key of its own and a profile that every node admits; with `only`, a profile that leads to that node. */
export async function onboard(lab: Pick<Lab, "folder" | "said">, api: Api, username: string, only?: { address: string }): Promise<Person> {
  const { person, token } = await issue(lab, api, username, only);
  await until(
    `${username} to be ready on all nodes`,
    async () => {
      const said = await api.call<Readiness>("POST", "/api/v1/invitations/ready", { token });
      return said.total > 0 && said.ready === said.total;
    },
    { every: 100, seen: lab.said },
  );
  return person;
}

/** The same without waiting for the nodes. */
export async function issue(
  lab: Pick<Lab, "folder">,
  api: Api,
  username: string,
  only?: { address: string },
): Promise<{ person: Person; token: string }> {
  const { invitation } = await api.call<AddedUser>("POST", "/api/v1/users", { username, name: username, device: "laptop" });
  const token = invitation?.link.split("#")[1] ?? "";
  return { person: await takeProfile(api, lab.folder, { username, token }, only), token };
}

/** What the portal says of a user's last removal, node by node. */
export async function receiptsOf(api: Api, username: string): Promise<NodeReceipt[]> {
  const { receipts } = await api.call<{ receipts: UserReceipts }>("GET", `/api/v1/users/${username}`);
  return receipts.nodes;
}

/** Waits until every node has said that it refuses this user. */
export async function refusedEverywhere(lab: Pick<Lab, "nodes" | "said">, api: Api, username: string, ms = 15_000): Promise<void> {
  await until(
    `${username} to be refused on ${lab.nodes.length} nodes`,
    async () => {
      const receipts = await receiptsOf(api, username);
      return receipts.length === lab.nodes.length && receipts.every(({ state }) => state !== "waiting");
    },
    { ms, seen: lab.said },
  );
}

export function offboard(api: Api, username: string): Promise<{ revision: string; commonNames: string[] }> {
  return api.call("POST", `/api/v1/users/${username}/offboard`, { confirm: username });
}
