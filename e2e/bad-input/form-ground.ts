import { expect, type Browser, type BrowserContext } from "@playwright/test";
import { signedIn } from "../pages/users-list";
import { SERVER } from "./right-bodies";
import { tokenIn, openTarget, type Target } from "./target";

/** A cluster with what the forms of the portal are about, and two browsers: one of the admin, one of somebody with a link. */
export type FormGround = {
  target: Target;
  account: string;
  draft: string;
  /** Of another invitation each time. */
  joinLink: () => Promise<string>;
  invitation: string;
  admin: BrowserContext;
  stranger: BrowserContext;
};

export async function openFormGround(browser: Browser): Promise<FormGround> {
  const target = await openTarget();
  const { page, portal } = target;
  const made = async (path: string, body: object) => {
    const said = await page("POST", path, { body });
    expect(said.status, `${path} ${JSON.stringify(said.body)}`).toBe(201);
    return said;
  };
  await made("/api/v1/users", { username: "edited", name: "Edith" });
  await made("/api/v1/users", { username: "owner0", name: "Owner" });
  const draft = await made("/api/v1/imports", { text: "name,username\nEve,eve.example\n" });
  const settings = await page("GET", "/api/v1/settings");
  await page("PUT", "/api/v1/settings", { body: { ...settings.body, deviceLimit: 100 } });
  // No mail server answers there; a test mail has a form where one is set.
  const { version } = (await page("GET", "/api/v1/settings")).body;
  expect((await page("PUT", "/api/v1/settings/mail", { body: { version, ...SERVER } })).status).toBe(200);
  let invitations = 0;
  const accounts = await page("GET", "/api/v1/accounts");
  const [account] = accounts.body.rows as { id: string }[];
  return {
    target,
    account: account?.id ?? "",
    draft: String(draft.body.id),
    joinLink: async () => {
      const invited = await made("/api/v1/account-invitations", { email: `eve${++invitations}@example.org`, role: "none" });
      return `/join#${tokenIn({ ...invited, body: { invitation: invited.body } })}`;
    },
    invitation: `/invitation#${target.link.token}`,
    admin: await signedIn(browser, portal, target.cookie, { baseURL: portal.url }),
    stranger: await browser.newContext({ baseURL: portal.url }),
  };
}
