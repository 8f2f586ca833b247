import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { rounds } from "../measure";
import { addNodeInBrowser } from "../pages/add-node";
import { addUserInBrowser } from "../pages/add-user";
import { makeProfileInBrowser } from "../pages/make-profile";
import { clickOffboard, prepareToOffboard } from "../pages/offboard-user";
import { setUpInBrowser } from "../pages/set-up";
import { ADMIN, POOL } from "../program";
import { allUp, apiOf } from "./lab/api";
import { KINDS, measureCutOff } from "./cut-off";
import { openLab, tellFailure, type Lab } from "./lab/lab";
import { BACKEND, ROUTES } from "./lab/network";
import { countEchoes, startPing } from "./lab/ping";
import { until } from "./lab/until";
import type { VpnClient } from "./lab/vpn-client";

const ROUNDS = rounds(10);

test.describe.configure({ mode: "serial", timeout: 240_000 });

let lab: Lab;
let page: Page;
let profile: string;
let client: VpnClient;
let pair: { ipv4: string; ipv6: string };

test.beforeAll(async ({ browser }) => {
  lab = await openLab({ nodes: 2, places: KINDS.length });
  page = await browser.newPage();
  profile = path.join(lab.folder, "ann.ovpn");
});
test.afterEach(() => tellFailure(lab));
test.afterAll(() => lab?.close());

test("way.1 an admin sets the cluster up and adds two nodes, whose join commands bring up OpenVPN", async () => {
  const { setupLink, url } = lab.portal();
  await setUpInBrowser(page, setupLink ?? "", { admin: ADMIN, cluster: "Harbour", pool: POOL, routes: ROUTES });
  for (const node of lab.nodes) {
    const command = await addNodeInBrowser(page, url, node);
    const ran = await node.join(command);
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    await node.run();
  }
  await allUp(lab);
  await page.goto(`${url}/nodes`);
  await expect(page.getByRole("row").filter({ hasText: "Up to date" })).toHaveCount(2, { timeout: 20_000 });
});

test("way.1 a person opens the invitation in a browser of their own, makes the profile, and it connects as it is", async ({ browser }) => {
  const link = await addUserInBrowser(page, lab.portal().url, { name: "Ann Smith", username: "ann" });
  await inAnotherBrowser(browser, async (theirs) => makeProfileInBrowser(theirs, link, profile, 2));
  expect(readFileSync(profile, "utf8")).toContain("<key>\n-----BEGIN PRIVATE KEY-----");
  client = await place().connect(profile);
  expect(lab.nodes.map(({ address }) => address)).toContain(await client.up());
});

test("way.1, I1 the device has the same pair on both nodes, and answers there in both directions and families", async () => {
  const nodes = new Set<string>();
  for (let round = 0; round < 2; round++) {
    const node = lab.nodeAt(client.node());
    nodes.add(node.name);
    const found = await client.pair();
    if (round === 0) pair = found;
    expect(found, `on ${node.name}`).toEqual(pair);
    await lab.route(pair, node);
    for (const [from, to] of [
      [place().machine, BACKEND.ipv4],
      [place().machine, BACKEND.ipv6],
      [lab.network.backend, pair.ipv4],
      [lab.network.backend, pair.ipv6],
    ] as const) {
      expect(await countEchoes(from, to), `${from.name} to ${to} on ${node.name}`).toBe(3);
    }
    if (round > 0) break;
    await client.stop();
    await place().block([node.address]);
    client = await place().connect(profile);
    await client.up();
  }
  expect([...nodes].sort()).toEqual(["vpn1", "vpn2"]);
  await place().block([]);
});

test("way.1, I6 an offboarding ends the VPN session on the way, and the receipts stand on the page", async () => {
  const pings = [await startPing(place().machine, BACKEND.ipv6), await startPing(lab.network.backend, pair.ipv4)];
  await until("both pings to be answered", () => pings.every((ping) => ping.echoes().length > 20));
  await prepareToOffboard(page, lab.portal().url, "ann");
  const sent = await clickOffboard(page);
  await expect(page.getByText("refused on 2 of 2 nodes")).toBeVisible();
  await sleep(3500);
  await Promise.all(pings.map((ping) => ping.stop()));
  for (const last of pings.map((ping) => ping.last())) {
    expect(last, "it was answered up to the sending").toBeGreaterThan(sent - 100);
    expect(last - sent, "ms from the sending to the last echo").toBeLessThan(3000);
  }
});

test("way.1, I6 neither node lets the profile in again", async () => {
  await client.stop();
  for (const node of lab.nodes) {
    await place().block(lab.nodes.filter((other) => other !== node).map(({ address }) => address));
    const refusals = () => (node.read("live/openvpn.log") ?? "").split(/VERIFY ERROR: .*certificate revoked/).length;
    const before = refusals();
    const again = await place().connect(profile);
    await until(`${node.name} to refuse`, () => refusals() > before, { ms: 30_000, seen: again.log });
    await sleep(5000);
    expect(again.ups(), again.log()).toBe(0);
    await again.stop();
  }
  await place().block([]);
});

test(`way.1, I6 ${ROUNDS} offboardings in the browser, each of a normal client and of one that ignores control packets: dead at once`, async () => {
  test.setTimeout(60_000 + ROUNDS * 40_000);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await measureCutOff(
    lab,
    apiOf(
      () => lab.portal().url,
      () => cookie,
    ),
    page,
    ROUNDS,
  );
});

test("way.1, I6 after 90 s of looking both nodes are clear, and that stays on the person's page", async () => {
  await page.goto(`${lab.portal().url}/users/ann`);
  await expect(page.getByText("refused on 2 of 2 nodes")).toBeVisible();
  await expect(page.getByText("clear on 2 of 2 nodes")).toBeVisible({ timeout: 120_000 });
});

const place = () => lab.places[0] ?? never();

function never(): never {
  throw new Error("There is one.");
}

async function inAnotherBrowser(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ acceptDownloads: true });
  await work(await context.newPage());
  await context.close();
}
