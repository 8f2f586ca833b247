import type { Page } from "@playwright/test";

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, name: string, role: "button" | "link" | "textbox" | "spinbutton" | "checkbox"): Promise<void> {
  const element = page.getByRole(role, { name, exact: true }).first();
  for (let presses = 0; presses < 90; presses++) {
    if (await element.evaluate((node) => node === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${name}`);
}
