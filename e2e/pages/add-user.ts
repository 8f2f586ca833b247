import type { Page } from "@playwright/test";

/** Adds a user with a first device and returns the invitation's link that the page shows. */
export async function addUserInBrowser(page: Page, url: string, user: { name: string; username: string }): Promise<string> {
  await page.goto(`${url}/users/new`);
  await page.getByLabel("Name", { exact: true }).fill(user.name);
  await page.getByLabel("Username").fill(user.username);
  await page.getByRole("button", { name: "Add user" }).click();
  return page.getByLabel(`Invitation link for ${user.name}`).innerText();
}
