import type { Page } from "@playwright/test";

/** Adds a node and returns the join command that the page shows. */
export async function addNodeInBrowser(page: Page, url: string, node: { name: string; address: string }): Promise<string> {
  await page.goto(`${url}/nodes/new`);
  await page.getByLabel("Name", { exact: true }).fill(node.name);
  await page.getByLabel("Public address").fill(node.address);
  await page.getByRole("button", { name: "Add node" }).click();
  return page.getByLabel(`Join command for ${node.name}`).innerText();
}
