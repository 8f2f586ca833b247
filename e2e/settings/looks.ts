import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";

export const LOOKS = [
  { theme: "light", width: 1280 },
  { theme: "light", width: 390 },
  { theme: "dark", width: 1280 },
  { theme: "dark", width: 390 },
] as const;
export type Look = (typeof LOOKS)[number];

/** What axe finds on the page as it is, and whether it is wider than the screen. */
export async function faults(page: Page, { theme, width }: Look): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const where = `${new URL(page.url()).pathname}, ${theme}, ${width} px`;
  return [
    ...violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
    ...(wide > 0 ? [`${where}: ${wide} px too wide`] : []),
  ];
}

/** The same stops in both themes, on a screen and on a phone; with SCREENS a picture of each. */
export async function inAllLooks(
  browser: Browser,
  storageState: Awaited<ReturnType<BrowserContext["storageState"]>>,
  stops: Record<string, (page: Page) => Promise<unknown>>,
): Promise<void> {
  const found: string[] = [];
  for (const look of LOOKS) {
    const context = await browser.newContext({ colorScheme: look.theme, viewport: { width: look.width, height: 900 }, storageState });
    const page = await context.newPage();
    for (const [name, go] of Object.entries(stops)) {
      await go(page);
      found.push(...(await faults(page, look)).map((fault) => `${name}: ${fault}`));
      if (process.env.SCREENS)
        await page.screenshot({ path: `${process.env.SCREENS}/${name}-${look.theme}-${look.width}.png`, fullPage: true });
    }
    await context.close();
  }
  expect(found).toEqual([]);
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, name: string, role: "button" | "link" | "textbox" | "spinbutton" | "checkbox"): Promise<void> {
  const element = page.getByRole(role, { name, exact: true }).first();
  for (let presses = 0; presses < 90; presses++) {
    if (await element.evaluate((node) => node === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${name}`);
}
