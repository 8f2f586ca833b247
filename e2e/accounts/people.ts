import { expect, type Page } from "@playwright/test";

export const PASSWORD = "three words and more";

/** Invites by the dialog on the accounts page; returns the link, which is shown once. */
export async function inviteInBrowser(page: Page, url: string, of: { email: string; role: string; username?: string }): Promise<string> {
  await page.goto(`${url}/accounts`);
  await page.getByRole("button", { name: "Invite account" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite account" });
  await dialog.getByLabel("E-mail").fill(of.email);
  await dialog.getByLabel("Role").selectOption(of.role);
  if (of.username) await dialog.getByLabel("Username").fill(of.username);
  await dialog.getByRole("button", { name: "Invite account" }).click();
  const link = await dialog.getByLabel(`Invitation link for ${of.email}`).innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  return link;
}

/** Opens the link and makes the account. Ends where the portal leads, signed in. */
export async function joinInBrowser(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^(Overview|Your account)$/ })).toBeVisible();
}

export async function signInInBrowser(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
