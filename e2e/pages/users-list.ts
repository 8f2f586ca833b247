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

// The parts of the list, by role and name.
export const tableOf = (page: Page) => page.getByRole("table", { name: "Users" });
export const rowOf = (page: Page, name: string | RegExp) =>
  tableOf(page)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });
export const searchOf = (page: Page) => page.getByRole("searchbox", { name: "Search users" });
export const barOf = (page: Page) => page.getByRole("region", { name: "Selected users" });
