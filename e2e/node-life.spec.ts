import { expect, test, type Page } from "@playwright/test";
import { seesState, startGround, type Ground } from "./nodes/ground";
import { ObeyingNode } from "./nodes/obeying-node";
import { stopsOf, walk } from "./looks";
import { tabTo } from "./tab-to";

let ground: Ground;
let page: Page;
test.describe.configure({ mode: "serial", timeout: 240_000 });
test.beforeAll(async ({ browser }) => {
  ground = await startGround(browser);
  page = ground.page;
});
test.afterAll(() => ground?.close());

const question = (verb: string) => async (on: Page) => {
  await on.getByRole("button", { name: verb, exact: true }).click();
  await expect(on.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeVisible();
};

test("portal.1: axe finds nothing on a node's page and its dialogs, in both themes, on a phone too", async ({ browser }) => {
  await walk(
    browser,
    stopsOf({
      "node-good": async (on) => {
        await ground.open(on, "/nodes/vpn1", "vpn1");
        await on.getByText(/^Show the file/).click();
        await expect(on.getByLabel("server.conf of vpn1")).toContainText("tls-server");
      },
      "node-drain": question("Drain node"),
      "node-replace": async (on) => {
        await ground.open(on, "/nodes/vpn1", "vpn1");
        await question("Replace machine")(on);
      },
      "node-silent": (on) => ground.open(on, "/nodes/vpn3", "vpn3"),
      "node-set-aside": question("Set node aside"),
      "node-set-aside-wrong": async (on) => {
        await on.getByRole("dialog").getByRole("button", { name: "Set node aside" }).click();
        await expect(on.getByRole("dialog").getByLabel("Node name")).toHaveAccessibleDescription(/Type vpn3 to confirm\./);
      },
    }),
    ground.signedIn,
  );
});

test("what another port or an IPv6 address changes in server.conf is shown while one types, before it goes out", async () => {
  await ground.open(page, "/nodes/vpn1/edit", "Edit vpn1");
  await expect(page.getByRole("button", { name: "Save node" })).toBeEnabled();
  const lines = page.getByRole("list", { name: "What changes in server.conf of vpn1" });
  await expect(lines).toBeHidden();
  const { port, address } = {
    port: await page.getByLabel("Port").inputValue(),
    address: await page.getByLabel("Public address").inputValue(),
  };
  await page.getByLabel("Port").fill("1199");
  await expect(lines).toContainText("port 1199, comes");
  await page.getByLabel("Public address").fill("2001:db8::7");
  await expect(lines).toContainText("proto udp6, comes");
  await page.getByLabel("Public address").fill(address);
  await page.getByLabel("Port").fill(port);
  await expect(lines).toBeHidden();
});

test("cluster.3: a node is drained after the question, says so, and is put back with one click", async () => {
  await ground.open(page, "/nodes/vpn1", "vpn1");
  await seesState(page, "Up to date");
  await page.getByRole("button", { name: "Drain node" }).click();
  const dialog = page.getByRole("dialog", { name: "Drain vpn1" });
  await expect(dialog.getByText("Nobody is connected there now, and nobody can connect there until it is put back.")).toBeVisible();
  await dialog.getByRole("button", { name: "Drain node" }).click();
  await seesState(page, "Drained");
  await expect(page.getByText("nobody can connect here until it is put back")).toBeVisible();
  // The other one is the last that takes clients now, and its question says so.
  await ground.open(page, "/nodes/vpn2", "vpn2");
  await page.getByRole("button", { name: "Drain node" }).click();
  await expect(page.getByText("No other node takes clients: until vpn2 is put back, nobody can connect.")).toBeVisible();
  await page.keyboard.press("Escape");
  await ground.open(page, "/nodes/vpn1", "vpn1");
  await page.getByRole("button", { name: "Put node back" }).click();
  await expect(page.getByText("vpn1 takes clients again").first()).toBeVisible();
  await seesState(page, "Up to date");
});

test("with the keyboard alone: Esc closes the question and gives the focus back, Enter drains", async ({ browser }) => {
  const keys = await (await browser.newContext({ storageState: ground.signedIn })).newPage();
  await ground.open(keys, "/nodes/vpn2", "vpn2");
  await expect(keys.getByRole("button", { name: "Drain node" })).toBeEnabled();
  await tabTo(keys, "Drain node", "button");
  await keys.keyboard.press("Enter");
  await expect(keys.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await keys.keyboard.press("Escape");
  await expect(keys.getByRole("button", { name: "Drain node" })).toBeFocused();
  await keys.keyboard.press("Enter");
  await expect(keys.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await keys.keyboard.press("Tab");
  await keys.keyboard.press("Enter");
  await seesState(keys, "Drained");
  await tabTo(keys, "Put node back", "button");
  await keys.keyboard.press("Enter");
  await seesState(keys, "Up to date");
  await keys.context().close();
});

test("I2: a silent node is set aside after its name was typed; back again it is taken back", async () => {
  await ground.open(page, "/nodes/vpn3", "vpn3");
  await seesState(page, "Silent");
  await page.getByRole("button", { name: "Set node aside" }).click();
  const dialog = page.getByRole("dialog", { name: "Set vpn3 aside" });
  await dialog.getByLabel("Node name").fill("vpn3");
  await dialog.getByRole("button", { name: "Set node aside" }).click();
  await seesState(page, "Set aside");
  await ground.vpn3.report();
  await seesState(page, "Set aside, and reports");
  await page.goto(ground.portal.url);
  await expect(page.getByText("vpn3 is set aside, and reports again. Take it back, or remove it.")).toBeVisible();
  await ground.open(page, "/nodes/vpn3", "vpn3");
  await page.getByRole("button", { name: "Take node back" }).click();
  await seesState(page, "Up to date");
});

test("another machine takes a node's place: the old token is dead, and the page says until when its key could deceive clients", async () => {
  await ground.open(page, "/nodes/vpn3", "vpn3");
  await page.getByRole("button", { name: "Replace machine" }).click();
  const dialog = page.getByRole("dialog", { name: "Another machine for vpn3" });
  await expect(dialog.getByText(/whoever has its key can pose as vpn3 to them until \d+ \w+ 2\d{3}/)).toBeVisible();
  await dialog.getByRole("button", { name: "Replace machine" }).click();
  const command = await page.getByLabel("Join command for vpn3").innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  // Until the new machine joins, the old one is the node.
  await ground.vpn3.report();
  const fresh = new ObeyingNode(ground.portal.url, "vpn3");
  await fresh.join(command);
  await expect(ground.vpn3.report()).rejects.toThrow(/401.*enrolled again on another machine/s);
  await fresh.report();
  await page.reload();
  await expect(page.getByText(/whoever has the key of an earlier machine of vpn3 can pose as it until/)).toBeVisible();
});

test("a node that is removed leaves remotes and rollouts, and its page says until when its key is a danger", async () => {
  await ground.open(page, "/nodes/vpn3", "vpn3");
  await page.getByRole("button", { name: "Remove node" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove vpn3" });
  await dialog.getByLabel("Node name").fill("vpn3");
  await dialog.getByRole("button", { name: "Remove node" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Nodes/ })).toBeVisible();
  await expect(page.getByLabel("Removed nodes").getByRole("link", { name: "vpn3" })).toBeVisible();
  expect(await ground.database.rows("SELECT r.id FROM remote r JOIN node n ON n.id = r.node_id WHERE n.name = 'vpn3'")).toEqual([]);
  await ground.open(page, "/nodes/vpn3", "vpn3");
  await seesState(page, "Removed");
  await expect(page.getByText(/whoever has this node’s key can pose as it until/)).toBeVisible();
});

test("portal.1: axe finds nothing on the page of a node that was removed", async ({ browser }) => {
  await walk(browser, stopsOf({ "node-removed": (on) => ground.open(on, "/nodes/vpn3", "vpn3") }), ground.signedIn);
});
