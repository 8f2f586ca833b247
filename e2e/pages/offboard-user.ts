import { expect, type Page } from "@playwright/test";

/** Opens the question on a user's page and types the name: one click is left. */
export async function prepareToOffboard(page: Page, url: string, username: string): Promise<void> {
  await page.goto(`${url}/users/${username}`);
  await page.getByRole("button", { name: "Offboard user" }).click();
  await page.getByRole("dialog").getByLabel("Username").fill(username);
}

/** The last click. Returns when the browser sent the request, in milliseconds since 1970. */
export async function clickOffboard(page: Page): Promise<number> {
  const clicked = Date.now();
  const sending = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/offboard"));
  await page.getByRole("dialog").getByRole("button", { name: "Offboard user" }).click();
  const request = await sending;
  const heard = Date.now();
  const response = await request.response();
  expect(response?.status()).toBe(200);
  // Chromium's own time of sending; ours, from which it cannot be far, where that is not to be had.
  const sent = request.timing().startTime;
  return sent >= clicked && sent <= heard ? sent : clicked;
}
