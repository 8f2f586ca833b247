import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { startDatabase, type Database } from "./database";
import { addObeying, ObeyingNode } from "./nodes/obeying-node";
import { startPortal, type Portal } from "./portal";
import { ask, setUpByProgram } from "./program";
import { inAllLooks, tabTo } from "./settings/looks";

let database: Database;
let portal: Portal;
let cookie: string;
let page: Page;
let signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;
let vpn1: ObeyingNode;
let vpn2: ObeyingNode;
let vpn3: ObeyingNode;

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async ({ browser }) => {
  database = await startDatabase();
  portal = await startPortal({ env: { DATABASE_URL: database.url } });
  cookie = await setUpByProgram(portal);
  const context = await browser.newContext();
  const cookies = cookie.split("; ").map((one) => {
    const at = one.indexOf("=");
    return { name: one.slice(0, at), value: one.slice(at + 1), url: portal.url };
  });
  await context.addCookies(cookies);
  signedIn = await context.storageState();
  page = await context.newPage();
  vpn1 = await addObeying(portal.url, cookie, "vpn1", "198.51.100.1");
  vpn2 = await addObeying(portal.url, cookie, "vpn2", "198.51.100.2");
  vpn3 = await addObeying(portal.url, cookie, "vpn3", "198.51.100.3");
  // The third machine died as soon as it had joined.
  await vpn3.report();
  await database.rows("UPDATE node SET reported_at = reported_at - interval '10 minutes' WHERE name = 'vpn3'");
  vpn1.work();
  vpn2.work();
  await expect.poll(async () => (await nodeFacts("vpn2")).reportedAt).not.toBeNull();
});
test.afterAll(async () => {
  await Promise.all([vpn1?.rest(), vpn2?.rest(), vpn3?.rest()]);
  await portal?.stop();
  await database?.close();
});

const call = async (method: string, path: string, body?: unknown) =>
  (await ask(portal.url, portal.url, method, path, { body, headers: { cookie } })).body;
const nodeFacts = (name: string) => call("GET", `/api/v1/nodes/${name}`);
const heading = (on: Page) => on.getByRole("heading", { level: 1 });
const open = async (on: Page, path: string, title: string | RegExp) => {
  await on.goto(portal.url + path);
  await expect(on.getByRole("heading", { level: 1, name: title })).toBeVisible();
};
const state = (on: Page, word: string) => expect(on.locator("header", { has: heading(on) }).getByText(word, { exact: true })).toBeVisible();
const row = (on: Page, name: string) => on.getByRole("row", { name: new RegExp(`^${name}\\b`) });
async function changeMtu(tunMtu: number | null): Promise<void> {
  const settings = await call("GET", "/api/v1/settings");
  const done = await call("PUT", "/api/v1/settings", { ...settings, tunMtu });
  expect(done).toMatchObject({ changed: ["tunMtu"] });
}

test("portal.1: before there is a rollout the page says so; axe finds nothing on these pages and their dialogs, also on a phone", async ({
  browser,
}) => {
  const ask = (verb: string) => async (on: Page) => {
    await on.getByRole("button", { name: verb, exact: true }).click();
    await expect(on.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeVisible();
  };
  await inAllLooks(browser, signedIn, {
    "rollouts-none": async (on) => {
      await open(on, "/nodes/rollouts", "Rollouts");
      await expect(on.getByText("No rollouts yet.")).toBeVisible();
    },
    "rollouts-restart": ask("Restart all nodes"),
    "node-good": async (on) => {
      await open(on, "/nodes/vpn1", "vpn1");
      await on.getByText(/^Show the file/).click();
      await expect(on.getByText("\ntls-server\n")).toBeVisible();
    },
    "node-drain": async (on) => {
      await open(on, "/nodes/vpn1", "vpn1");
      await ask("Drain node")(on);
    },
    "node-replace": async (on) => {
      await open(on, "/nodes/vpn1", "vpn1");
      await ask("Replace machine")(on);
    },
    "node-silent": (on) => open(on, "/nodes/vpn3", "vpn3"),
    "node-set-aside": ask("Set node aside"),
    "node-set-aside-wrong": async (on) => {
      await on.getByRole("dialog").getByRole("button", { name: "Set node aside" }).click();
      await expect(on.getByLabel("Node name")).toHaveAccessibleDescription(/Type vpn3 to confirm\./);
    },
  });
});

test("cluster.3: a node is drained after the question, says so, and is put back with one click", async () => {
  await open(page, "/nodes/vpn1", "vpn1");
  await state(page, "Up to date");
  await page.getByRole("button", { name: "Drain node" }).click();
  const dialog = page.getByRole("dialog", { name: "Drain vpn1" });
  await expect(dialog.getByText("Nobody is connected there now, and nobody can connect there until it is put back.")).toBeVisible();
  await dialog.getByRole("button", { name: "Drain node" }).click();
  await state(page, "Drained");
  await expect(page.getByText("nobody can connect here until it is put back")).toBeVisible();
  // The other one is the last that takes clients now, and its question says so.
  await open(page, "/nodes/vpn2", "vpn2");
  await page.getByRole("button", { name: "Drain node" }).click();
  await expect(page.getByText("No other node takes clients: until vpn2 is put back, nobody can connect.")).toBeVisible();
  await page.keyboard.press("Escape");
  await open(page, "/nodes/vpn1", "vpn1");
  await page.getByRole("button", { name: "Put node back" }).click();
  await expect(page.getByText("vpn1 takes clients again")).toBeVisible();
  await state(page, "Up to date");
});

test("cluster.5: a change restarts one node after the other before one's eyes; a silent one is not waited for, in words", async () => {
  await changeMtu(1400);
  await open(page, "/nodes/rollouts", "Rollouts");
  await page.getByRole("link", { name: "The settings changed" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The settings changed" })).toBeVisible();
  await expect(row(page, "vpn3")).toContainText("vpn3 is silent: it starts with the change when it is back.");
  await expect(row(page, "vpn1")).toContainText("Healthy");
  await expect(page.getByText("3 of 3")).toBeVisible();
  await state(page, "Done");
  const { steps } = (await call("GET", `/api/v1/rollouts/${page.url().split("/").at(-1)}`)) as {
    steps: { node: string; startedAt: string; healthyAt: string }[];
  };
  const [one, two] = steps;
  expect([one?.node, two?.node]).toEqual(["vpn1", "vpn2"]);
  expect(Date.parse(two?.startedAt ?? "") - Date.parse(one?.healthyAt ?? "")).toBeGreaterThanOrEqual(3_000);
});

test("a rollout is stopped between two nodes: the others keep their server.conf, whose next lines are shown, and it can go on", async () => {
  await vpn1.rest();
  await changeMtu(1380);
  await open(page, "/nodes/vpn2", "vpn2");
  await expect(page.getByText("A rollout restarts OpenVPN here, or is about to")).toBeVisible();
  const diff = page.getByRole("list", { name: "What changes in server.conf of vpn2" });
  await expect(diff.getByText("tun-mtu 1380", { exact: true })).toBeVisible();
  await expect(diff.getByText("tun-mtu 1400", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "See the rollout" }).click();
  await expect(row(page, "vpn1")).toContainText("Restarting");
  await page.getByRole("button", { name: "Stop rollout" }).click();
  await state(page, "Stopped");
  await expect(page.getByText("Stopped by ada@example.org.")).toBeVisible();
  await expect(row(page, "vpn2")).toContainText("Not reached");
  vpn1.work();
  expect((await call("GET", "/api/v1/nodes/vpn2/server-conf")).inForce).toContain("tun-mtu 1400");
  await page.getByRole("button", { name: "Go on with the rest" }).click();
  await expect.poll(async () => (await call("GET", "/api/v1/nodes/vpn2/server-conf")).next, { timeout: 20_000 }).toBeNull();
  await open(page, "/nodes/rollouts", "Rollouts");
  await page.getByRole("link", { name: "What was left of an earlier change" }).click();
  await state(page, "Done");
});

test("a node that does not come up again ends the rollout, and the overview's words say which and why", async () => {
  vpn1.broken = true;
  await changeMtu(1360);
  await open(page, "/nodes/rollouts", "Rollouts");
  await page.getByRole("link", { name: "The settings changed" }).first().click();
  await expect(row(page, "vpn1")).toContainText("Restarting");
  await database.rows("UPDATE rollout_step SET started_at = started_at - interval '89 seconds' WHERE state = 'restarting'");
  await state(page, "Failed");
  const sentence = "vpn1 was not healthy again within 90 seconds: OpenVPN is not running on vpn1.";
  await expect(page.getByText(sentence).first()).toBeVisible();
  await expect(page.getByText("Not reached: vpn2. They keep what they have until somebody goes on.")).toBeVisible();
  await page.goto(portal.url);
  await expect(page.getByText(sentence)).toBeVisible();
  vpn1.broken = false;
});

test("on a phone of 390 px: all nodes are restarted, one at a time", async ({ browser }) => {
  const phone = await (await browser.newContext({ storageState: signedIn, viewport: { width: 390, height: 800 } })).newPage();
  await open(phone, "/nodes/rollouts", "Rollouts");
  await phone.getByRole("button", { name: "Restart all nodes" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Restart all nodes" }).click();
  await phone.getByRole("link", { name: "OpenVPN starts again" }).click();
  await state(phone, "Running");
  await state(phone, "Done");
  await open(phone, "/nodes/rollouts", "Rollouts");
  await phone.context().close();
});

test("with the keyboard alone: Esc closes the question and gives the focus back, Enter drains", async ({ browser }) => {
  const keys = await (await browser.newContext({ storageState: signedIn })).newPage();
  await open(keys, "/nodes/vpn2", "vpn2");
  await expect(keys.getByRole("button", { name: "Drain node" })).toBeEnabled();
  await tabTo(keys, "Drain node", "button");
  await keys.keyboard.press("Enter");
  await expect(keys.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await keys.keyboard.press("Escape");
  await expect(keys.getByRole("button", { name: "Drain node" })).toBeFocused();
  await keys.keyboard.press("Enter");
  await tabTo(keys, "Cancel", "button");
  await keys.keyboard.press("Shift+Tab");
  await keys.keyboard.press("Enter");
  await state(keys, "Drained");
  await tabTo(keys, "Put node back", "button");
  await keys.keyboard.press("Enter");
  await state(keys, "Up to date");
  await keys.context().close();
});

test("I2: a silent node is set aside after its name was typed; back again it is taken back", async () => {
  await open(page, "/nodes/vpn3", "vpn3");
  await state(page, "Silent");
  await page.getByRole("button", { name: "Set node aside" }).click();
  const dialog = page.getByRole("dialog", { name: "Set vpn3 aside" });
  await dialog.getByLabel("Node name").fill("vpn3");
  await dialog.getByRole("button", { name: "Set node aside" }).click();
  await state(page, "Set aside");
  await vpn3.report();
  await state(page, "Set aside, and reports");
  await page.goto(portal.url);
  await expect(page.getByText("vpn3 is set aside, and reports again. Take it back, or remove it.")).toBeVisible();
  await open(page, "/nodes/vpn3", "vpn3");
  await page.getByRole("button", { name: "Take node back" }).click();
  await state(page, "Up to date");
});

test("another machine takes a node's place: the old token is dead, and the page says until when its key could deceive clients", async () => {
  await open(page, "/nodes/vpn3", "vpn3");
  await page.getByRole("button", { name: "Replace machine" }).click();
  const dialog = page.getByRole("dialog", { name: "Another machine for vpn3" });
  await expect(dialog.getByText(/whoever has its key can pose as vpn3 to them until \d+ \w+ 2\d{3}/)).toBeVisible();
  await dialog.getByRole("button", { name: "Replace machine" }).click();
  const command = await page.getByLabel("Join command for vpn3").innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  // Until the new machine joins, the old one is the node.
  await vpn3.report();
  const fresh = new ObeyingNode(portal.url, "vpn3");
  await fresh.join(command);
  await expect(vpn3.report()).rejects.toThrow(/401.*enrolled again on another machine/s);
  await fresh.report();
  await page.reload();
  await expect(page.getByText(/whoever has the key of an earlier machine of vpn3 can pose as it until/)).toBeVisible();
});

test("a node that is removed leaves remotes and rollouts, and its page says until when its key is a danger", async () => {
  await open(page, "/nodes/vpn3", "vpn3");
  await page.getByRole("button", { name: "Remove node" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove vpn3" });
  await dialog.getByLabel("Node name").fill("vpn3");
  await dialog.getByRole("button", { name: "Remove node" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Nodes/ })).toBeVisible();
  expect(await database.rows("SELECT r.id FROM remote r JOIN node n ON n.id = r.node_id WHERE n.name = 'vpn3'")).toEqual([]);
  await open(page, "/nodes/vpn3", "vpn3");
  await state(page, "Removed");
  await expect(page.getByText(/whoever has this node’s key can pose as it until/)).toBeVisible();
});

test("portal.1: axe finds nothing on rollouts that are done, failed or stopped, and on a node in every state", async ({ browser }) => {
  const { rows } = (await call("GET", "/api/v1/rollouts")) as { rows: { id: string; state: string }[] };
  const of = (wanted: string) => rows.find(({ state: is }) => is === wanted)?.id ?? "";
  await inAllLooks(browser, signedIn, {
    rollouts: (on) => open(on, "/nodes/rollouts", "Rollouts"),
    "rollout-failed": (on) => open(on, `/nodes/rollouts/${of("failed")}`, "The settings changed"),
    "rollout-stopped": (on) => open(on, `/nodes/rollouts/${of("stopped")}`, "The settings changed"),
    "rollout-done": (on) => open(on, `/nodes/rollouts/${of("done")}`, /./),
    "node-removed": (on) => open(on, "/nodes/vpn3", "vpn3"),
  });
});
