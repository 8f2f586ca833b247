import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";

const LOOKS = [
  { theme: "light", width: 1280 },
  { theme: "light", width: 390 },
  { theme: "dark", width: 1280 },
  { theme: "dark", width: 390 },
] as const;
export type State = Awaited<ReturnType<BrowserContext["storageState"]>>;
export type Stop = { name: string; go: (page: Page) => Promise<unknown> };

/** Each stop in both themes, on a screen and on a phone: axe finds nothing, and nothing is wider than the window. */
export async function everyLook(browser: Browser, stops: readonly Stop[], storageState?: State): Promise<void> {
  const found: string[] = [];
  for (const { theme, width } of LOOKS) {
    const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 800 }, storageState });
    const page = await context.newPage();
    page.on("pageerror", (error) => found.push(`${page.url()}: ${error.message}`));
    for (const { name, go } of stops) {
      await go(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      const where = `${name}, ${theme}, ${width} px`;
      for (const { id, nodes } of violations) found.push(`${where}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
      if (wide > 0) found.push(`${where}: ${wide} px too wide`);
      const folder = process.env.SHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name.replaceAll(/[^\w]+/g, "-")}-${theme}-${width}.png` });
    }
    await context.close();
  }
  expect(found).toEqual([]);
}
