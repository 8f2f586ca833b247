import path from "node:path";
import { expect, test } from "@playwright/test";
import { allUp } from "../cluster/lab/api";
import { openLab, type Lab } from "../cluster/lab/lab";
import { ROUTES } from "../cluster/lab/network";
import { addNodeInBrowser } from "../pages/add-node";
import { addUserInBrowser } from "../pages/add-user";
import { makeProfileInBrowser } from "../pages/make-profile";
import { clickOffboard, prepareToOffboard } from "../pages/offboard-user";
import { setUpInBrowser } from "../pages/set-up";
import { ADMIN, POOL } from "../program";

let lab: Lab;
test.beforeAll(async () => {
  lab = await openLab({ nodes: 2, places: 1 });
});
test.afterAll(() => lab?.close());

test("somebody was connected and is cut off: the user's page, with both nodes' receipts", async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  const { setupLink, url } = lab.portal();
  await setUpInBrowser(page, setupLink ?? "", { admin: ADMIN, cluster: "Harbour", pool: POOL, routes: ROUTES });
  for (const node of lab.nodes) {
    await node.join(await addNodeInBrowser(page, url, node));
    await node.run();
  }
  await allUp(lab);
  const link = await addUserInBrowser(page, url, { name: "Ann Smith", username: "ann.smith" });
  const file = path.join(lab.folder, "ann.ovpn");
  const theirs = await (await browser.newContext({ acceptDownloads: true })).newPage();
  await makeProfileInBrowser(theirs, link, file, 2);
  const client = await lab.places[0]?.connect(file);
  await client?.up();
  await prepareToOffboard(page, url, "ann.smith");
  await clickOffboard(page);
  await expect(page.getByText("clear on 2 of 2 nodes")).toBeVisible({ timeout: 120_000 });
  await page.mouse.click(1270, 700);
  await page.screenshot({ path: path.resolve(import.meta.dirname, "../../docs/screenshot.png") });
  await client?.stop();
});
