import { expect, test, type Page } from "@playwright/test";
import { seesState, startGround, type Ground } from "./nodes/ground";
import { stopsOf, walk } from "./looks";

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
const row = (on: Page, name: string) => on.getByRole("row", { name: new RegExp(`^${name}\\b`) });
async function changeMtu(tunMtu: number | null): Promise<void> {
  const settings = await ground.call("GET", "/api/v1/settings");
  const done = await ground.call("PUT", "/api/v1/settings", { ...settings, tunMtu });
  expect(done).toMatchObject({ changed: ["tunMtu"] });
}

test("portal.1: before there is a rollout the page says so; axe finds nothing there, nor in the question of a restart", async ({
  browser,
}) => {
  await walk(
    browser,
    stopsOf({
      "rollouts-none": async (on) => {
        await ground.open(on, "/nodes/rollouts", "Rollouts");
        await expect(on.getByText("No rollouts yet.")).toBeVisible();
      },
      "rollouts-restart": question("Restart all nodes"),
    }),
    ground.signedIn,
  );
});

test("cluster.5: a change restarts one node after the other before one's eyes; a silent one is not waited for, in words", async () => {
  await changeMtu(1400);
  await ground.open(page, "/nodes/rollouts", "Rollouts");
  await page.getByRole("link", { name: "The settings changed" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The settings changed" })).toBeVisible();
  await expect(row(page, "vpn3")).toContainText("vpn3 is silent: it has its turn when it is back.");
  await expect(row(page, "vpn1")).toContainText("Healthy");
  await expect(page.getByText("3 of 3")).toBeVisible();
  await seesState(page, "Done");
  const { steps } = (await ground.call("GET", `/api/v1/rollouts/${page.url().split("/").at(-1)}`)) as {
    steps: { node: string; startedAt: string; healthyAt: string }[];
  };
  const [one, two] = steps;
  expect([one?.node, two?.node]).toEqual(["vpn1", "vpn2"]);
  expect(Date.parse(two?.startedAt ?? "") - Date.parse(one?.healthyAt ?? "")).toBeGreaterThanOrEqual(3_000);
});

test("a rollout is stopped between two nodes: the others keep their server.conf, whose next lines are shown, and it can go on", async () => {
  await ground.vpn1.rest();
  await changeMtu(1380);
  await ground.open(page, "/nodes/vpn2", "vpn2");
  await expect(page.getByText("A rollout restarts OpenVPN here, or is about to")).toBeVisible();
  const diff = page.getByRole("list", { name: "What changes in server.conf of vpn2" });
  await expect(diff.getByText("tun-mtu 1380", { exact: true })).toBeVisible();
  await expect(diff.getByText("tun-mtu 1400", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "See the rollout" }).click();
  await expect(row(page, "vpn1")).toContainText("Restarting");
  await page.getByRole("button", { name: "Stop rollout" }).click();
  await seesState(page, "Stopped");
  await expect(page.getByText("Stopped by ada@example.org.")).toBeVisible();
  await expect(row(page, "vpn2")).toContainText("Not reached");
  ground.vpn1.work();
  expect((await ground.call("GET", "/api/v1/nodes/vpn2/server-conf")).inForce).toContain("tun-mtu 1400");
  await page.getByRole("button", { name: "Go on with the rest" }).click();
  await expect.poll(async () => (await ground.call("GET", "/api/v1/nodes/vpn2/server-conf")).next, { timeout: 20_000 }).toBeNull();
  await ground.open(page, "/nodes/rollouts", "Rollouts");
  await page.getByRole("link", { name: "What was left of an earlier change" }).click();
  await seesState(page, "Done");
});

test("a node that does not come up again ends the rollout, and the overview's words say which and why", async () => {
  ground.vpn1.broken = true;
  await changeMtu(1360);
  await ground.open(page, "/nodes/rollouts", "Rollouts");
  await page.getByRole("link", { name: "The settings changed" }).first().click();
  await expect(row(page, "vpn1")).toContainText("Restarting");
  await ground.database.rows("UPDATE rollout_step SET started_at = started_at - interval '89 seconds' WHERE state = 'restarting'");
  await seesState(page, "Failed");
  const sentence = "vpn1 was not healthy again within 90 seconds: OpenVPN is not running on vpn1.";
  await expect(page.getByText(sentence).first()).toBeVisible();
  await expect(page.getByText("Not reached: vpn2, vpn3. They keep what they have until somebody goes on.")).toBeVisible();
  await page.goto(ground.portal.url);
  await expect(page.getByText(sentence)).toBeVisible();
  ground.vpn1.broken = false;
});

test("on a phone of 390 px: all nodes are restarted, one at a time", async ({ browser }) => {
  const phone = await (await browser.newContext({ storageState: ground.signedIn, viewport: { width: 390, height: 800 } })).newPage();
  await ground.open(phone, "/nodes/rollouts", "Rollouts");
  await phone.getByRole("button", { name: "Restart all nodes" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Restart all nodes" }).click();
  await phone.getByRole("link", { name: "OpenVPN starts again" }).click();
  await seesState(phone, "Running");
  await seesState(phone, "Done");
  await ground.open(phone, "/nodes/rollouts", "Rollouts");
  await phone.context().close();
});

test("portal.1: axe finds nothing on rollouts that are done, failed or stopped, and on a node in every state", async ({ browser }) => {
  const { rows } = (await ground.call("GET", "/api/v1/rollouts")) as { rows: { id: string; state: string }[] };
  const of = (wanted: string) => rows.find(({ state: is }) => is === wanted)?.id ?? "";
  await walk(
    browser,
    stopsOf({
      rollouts: (on) => ground.open(on, "/nodes/rollouts", "Rollouts"),
      "rollout-failed": (on) => ground.open(on, `/nodes/rollouts/${of("failed")}`, "The settings changed"),
      "rollout-stopped": (on) => ground.open(on, `/nodes/rollouts/${of("stopped")}`, "The settings changed"),
      "rollout-done": (on) => ground.open(on, `/nodes/rollouts/${of("done")}`, /./),
    }),
    ground.signedIn,
  );
});
