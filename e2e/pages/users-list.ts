import { AxeBuilder } from "@axe-core/playwright";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { PrismaClient } from "../../generated/prisma/client";
import { seedUsers } from "../../lib/users/users-for-tests";
import type { Portal } from "../portal";

/** A browser in which the admin is signed in. */
export async function signedIn(
  browser: Browser,
  portal: Portal,
  cookie: string,
  look: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(look);
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: decodeURIComponent(pair.slice(at + 1)), url: portal.url };
    }),
  );
  return context;
}

/** 3,000 users, by SQL. */
export async function seedList(url: string, count: number): Promise<void> {
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
  await seedUsers(client, count);
  await client.$disconnect();
}

/** What axe finds on the page as it stands, in both themes, and whether it is too wide. */
export async function faults(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, help, nodes } of violations)
      found.push(`${where}, ${theme}: ${id} (${help}) at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wide > 0 ? [...found, `${where}: ${wide} px too wide`] : found;
}

// The parts of the list, by role and name.
export const tableOf = (page: Page) => page.getByRole("table", { name: "Users" });
export const rowOf = (page: Page, name: string | RegExp) =>
  tableOf(page)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });
export const searchOf = (page: Page) => page.getByRole("searchbox", { name: "Search users" });
export const barOf = (page: Page) => page.getByRole("region", { name: "Selected users" });
