import type { AddedNode } from "../../app/_shell/answers";
import { BundlePayload, type FaultBody, type SignedBundle } from "../../lib/nodes/bundle";
import { NodeSettings } from "../../lib/nodes/node-settings";
import { THIS_RELEASE } from "../../lib/nodes/agent-release";
import { ask, newCsr } from "../program";

/**
 * A program that speaks a node's API and does in words what it is told: takes the bundle, says that OpenVPN started again where
 * server.conf or the counter changed, says that it is down where it is drained. For pages; the real thing is in e2e/cluster.
 */
export class ObeyingNode {
  faults: FaultBody[] = [];
  /** It takes what it gets, but OpenVPN does not come up. */
  broken = false;
  #token = "";
  #cluster = "";
  #had = "";
  #startedAt = new Date();
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly url: string,
    readonly name: string,
  ) {}

  /** With the join command that the portal shows once. */
  async join(command: string): Promise<void> {
    const joinToken = /JOIN_TOKEN='([\w-]{43})'/.exec(command)?.[1];
    const csr = await newCsr(this.name);
    const done = await ask(this.url, this.url, "POST", "/api/v1/nodes/enrol", { body: { joinToken, csr, agentVersion: THIS_RELEASE } });
    if (done.status !== 201) throw new Error(`${done.status} ${JSON.stringify(done.body)}`);
    this.#token = String(done.body.nodeToken);
    this.#cluster = String(done.body.cluster);
  }

  /** Until `rest`: a look and a report every so often. */
  work(everyMs = 300): void {
    if (this.#timer) return;
    const again = () => {
      this.#turn = this.report().catch(() => undefined);
      void this.#turn.then(() => this.#timer && (this.#timer = setTimeout(again, everyMs)));
    };
    this.#timer = setTimeout(again, 0);
  }

  async rest(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#turn;
  }

  async report(): Promise<void> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const pulled = await ask(this.url, this.url, "GET", "/api/v1/node/bundle?epoch=1&since=0&wait=0", { headers });
    if (pulled.status !== 200) throw new Error(`${pulled.status} ${JSON.stringify(pulled.body)}`);
    // The portal's own schema reads what is in it.
    const signed = pulled.body as unknown as SignedBundle;
    const bundle = BundlePayload.parse(JSON.parse(Buffer.from(signed.payload, "base64").toString("utf8")));
    const { drained, restarts } = NodeSettings.parse(bundle.settings);
    const has = `${restarts} ${drained} ${bundle.files.find(({ path }) => path === "server.conf")?.content}`;
    // It was there before it joined: two starts within half a second would be one.
    if (has !== this.#had) this.#startedAt = new Date(Date.now() - (this.#had ? 0 : 60_000));
    this.#had = has;
    const body = {
      cluster: this.#cluster,
      node: this.name,
      epoch: 1,
      revision: bundle.to,
      digest: bundle.digest,
      clock: new Date().toISOString(),
      agentVersion: THIS_RELEASE,
      openvpnVersion: "2.6.14",
      openvpnRunning: !drained && !this.broken,
      openvpnStartedAt: this.#startedAt.toISOString(),
      startedAt: new Date().toISOString(),
      crl: null,
      receipts: [],
      vpnSessions: [],
      faults: this.faults,
    };
    const said = await ask(this.url, this.url, "POST", "/api/v1/node/report", { body, headers });
    if (said.status !== 200) throw new Error(`${said.status} ${JSON.stringify(said.body)}`);
  }
}

/** Adds a node through the API and joins it. */
export async function addObeying(url: string, cookie: string, name: string, address: string): Promise<ObeyingNode> {
  const added = await ask(url, url, "POST", "/api/v1/nodes", { body: { name, address }, headers: { cookie } });
  const node = new ObeyingNode(url, name);
  // The shape is that of the portal's own client (app/_shell/answers.ts).
  await node.join((added.body as unknown as AddedNode).join?.command ?? "");
  return node;
}
