import { setTimeout as sleep } from "node:timers/promises";
import { ask, newCsr, type Said } from "./program";

/** Which portals there are to ask at this moment, and by what name and cookie all of them know us. */
export type Cluster = { urls: () => string[]; origin: string; cookie: string };
/** What the callers were told: it must be true ever after, whoever died. */
export type Told = { onboarded: Map<string, string>; serials: Map<string, string>; offboarded: Map<string, number>; retries: number };

/** Nobody answered, or somebody who could not do it then. */
const AGAIN = new Set([0, 500, 502, 503]);
const PATIENCE = 120_000;
/** Between two people of a lane: the load is to be there, not to grow without end. */
const PAUSE = 60;

/**
 * People who come and go, in lanes that ask one portal after another. A request whose answer was lost is sent again with the same
 * key, to whichever portal there is: so it happens once.
 */
export async function runLoad(cluster: Cluster, lanes: number, stopped: () => boolean): Promise<Told> {
  const told: Told = { onboarded: new Map(), serials: new Map(), offboarded: new Map(), retries: 0 };
  const send =
    (lane: number) =>
    async (method: string, path: string, body: object, key = crypto.randomUUID()): Promise<Said> => {
      const until = Date.now() + PATIENCE;
      for (let attempt = lane; ; attempt++) {
        const urls = cluster.urls();
        const url = urls[attempt % urls.length] ?? cluster.origin;
        const said = await ask(url, cluster.origin, method, path, { body, key, headers: { cookie: cluster.cookie } }).catch(
          (): Said => ({ status: 0, type: "", body: {} }),
        );
        if (!AGAIN.has(said.status)) return said;
        if (Date.now() > until) throw new Error(`${method} ${path}: ${said.status} ${JSON.stringify(said.body)} to the end`);
        told.retries++;
        await sleep(200);
      }
    };
  const lane = async (n: number) => {
    const post = send(n);
    for (let i = 0; !stopped(); i++) {
      const username = `p${n}.${i}`;
      const added = must(201, await post("POST", "/api/v1/users", { username, name: "Some Body", device: "laptop" }));
      const device = added.body.device as { id: string; ipv4: string };
      told.onboarded.set(username, device.ipv4);
      told.serials.set(username, await use(post, username, device.id, tokenOf(added.body.invitation)));
      if (i % 3 === 2) {
        const gone = must(200, await post("POST", `/api/v1/users/${username}/offboard`, { confirm: username }));
        // A replayed answer has no revision; what matters is that it happened.
        told.offboarded.set(username, Number(gone.body.revision ?? 0));
      }
      await sleep(PAUSE);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)));
  return told;
}

type Post = (method: string, path: string, body: object, key?: string) => Promise<Said>;

/** Uses a link. Where the answer that had it was lost, or it died half used, a new link or a new key is what a person would take. */
async function use(post: Post, username: string, deviceId: string, link: string | null): Promise<string> {
  let token = link;
  for (let n = 1; ; n++) {
    token ??= tokenOf(must(201, await post("POST", `/api/v1/devices/${deviceId}/invitations`, {})).body);
    const said = await post("POST", "/api/v1/invitations/use", { token, csr: await newCsr(`${username}.laptop.${n}`) });
    if (said.status === 201) return String(said.body.serial);
    // A key that stood in a dead portal's reservation (409), a certificate that was revoked before it was finished (410).
    if (n > 3 || ![409, 410].includes(said.status)) throw new Error(`${username}: ${said.status} ${JSON.stringify(said.body)}`);
    if (said.status === 410) token = null;
  }
}

function tokenOf(invitation: unknown): string | null {
  const link = typeof invitation === "object" && invitation !== null ? (invitation as { link?: unknown }).link : null;
  return typeof link === "string" ? (link.split("#")[1] ?? null) : null;
}

function must(status: number, said: Said): Said {
  if (said.status !== status) throw new Error(`${said.status} ${JSON.stringify(said.body)}`);
  return said;
}
