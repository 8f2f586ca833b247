import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { startDatabase, type Database } from "../database";
import { startPortal, type Portal } from "../portal";
import { ask, setUpByProgram } from "../program";
import { addObeying, type ObeyingNode } from "./obeying-node";

/** A portal with three nodes: two that do what they are told, and one that has been silent for ten minutes. */
export type Ground = {
  database: Database;
  portal: Portal;
  cookie: string;
  page: Page;
  signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;
  vpn1: ObeyingNode;
  vpn2: ObeyingNode;
  vpn3: ObeyingNode;
  call: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  open: (on: Page, path: string, title: string | RegExp) => Promise<void>;
  close: () => Promise<void>;
};

export async function startGround(browser: Browser): Promise<Ground> {
  const database = await startDatabase();
  const portal = await startPortal({ env: { DATABASE_URL: database.url } });
  const cookie = await setUpByProgram(portal);
  const context = await browser.newContext();
  const cookies = cookie.split("; ").map((one) => {
    const at = one.indexOf("=");
    return { name: one.slice(0, at), value: one.slice(at + 1), url: portal.url };
  });
  await context.addCookies(cookies);
  const call: Ground["call"] = async (method, path, body) =>
    (await ask(portal.url, portal.url, method, path, { body, headers: { cookie } })).body;
  const vpn1 = await addObeying(portal.url, cookie, "vpn1", "198.51.100.1");
  const vpn2 = await addObeying(portal.url, cookie, "vpn2", "198.51.100.2");
  const vpn3 = await addObeying(portal.url, cookie, "vpn3", "198.51.100.3");
  await vpn3.report();
  await database.rows("UPDATE node SET reported_at = reported_at - interval '10 minutes' WHERE name = 'vpn3'");
  await Promise.all([vpn1.report(), vpn2.report()]);
  vpn1.work();
  vpn2.work();
  return {
    database,
    portal,
    cookie,
    page: await context.newPage(),
    signedIn: await context.storageState(),
    vpn1,
    vpn2,
    vpn3,
    call,
    open: async (on, path, title) => {
      await on.goto(portal.url + path);
      await expect(on.getByRole("heading", { level: 1, name: title })).toBeVisible();
    },
    close: async () => {
      await Promise.all([vpn1.rest(), vpn2.rest(), vpn3.rest()]);
      await portal.stop();
      await database.close();
    },
  };
}

/** The word beside the heading. */
export const seesState = (on: Page, word: string): Promise<void> =>
  expect(on.locator("header", { has: on.getByRole("heading", { level: 1 }) }).getByText(word, { exact: true })).toBeVisible();
