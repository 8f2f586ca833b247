import { expect, type Page } from "@playwright/test";

/** Opens an invitation and makes the profile; the browser saves it as `file`, byte by byte as it is. */
export async function makeProfileInBrowser(page: Page, link: string, file: string, nodes: number, passphrase = ""): Promise<void> {
  await page.goto(link);
  const button = page.getByRole("button", { name: "Make my profile" });
  await expect(button).toBeEnabled();
  if (passphrase) {
    await page.getByLabel("Passphrase", { exact: false }).first().fill(passphrase);
    await page.getByLabel("Passphrase again").fill(passphrase);
  }
  const saving = page.waitForEvent("download");
  await button.click();
  await (await saving).saveAs(file);
  await expect(page.getByText(`Ready on ${nodes} of ${nodes} node`)).toBeVisible();
}
