import type { Browser, Page } from "@playwright/test";
import type { Api } from "./api";

/** A browser that is signed in as the admin already, for specs that are about something else. */
export async function signInBrowser(browser: Browser, url: string, api: Api): Promise<Page> {
  const context = await browser.newContext();
  await context.addCookies(api.cookie().split("; ").map((one) => {
    const at = one.indexOf("=");
    return { name: one.slice(0, at), value: decodeURIComponent(one.slice(at + 1)), url };
  }));
  return context.newPage();
}
