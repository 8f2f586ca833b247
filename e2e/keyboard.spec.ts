import { expect, test, type Locator, type Page } from "@playwright/test";
import { startPortal, type Portal } from "./portal";

let portal: Portal;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  portal = await startPortal();
});
test.afterAll(() => portal?.stop());

const MOST = 60;

/** Presses a key until the element has the focus; returns how often. */
async function reach(page: Page, element: Locator, key = "Tab"): Promise<number> {
  for (let presses = 0; presses <= MOST; presses++) {
    if (await element.evaluate((node) => node === document.activeElement).catch(() => false)) return presses;
    await page.keyboard.press(key);
  }
  throw new Error(`${MOST} times ${key} did not lead to ${element}`);
}

test("way.8 the journey from setup to an offboarding passes with the keyboard alone", async ({ page }) => {
  const { keyboard } = page;
  await page.goto(portal.setupLink ?? "");
  await expect(page.getByLabel("Your name")).toBeFocused();
  await keyboard.type("Ada Admin");
  await keyboard.press("Enter");
  await expect(page.getByLabel("E-mail"), "the first field that is wrong has the focus").toBeFocused();
  await keyboard.type("ada@example.org");
  await keyboard.press("Tab");
  await keyboard.type("a password of some length");
  await keyboard.press("Tab");
  await keyboard.type("Harbour");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible({ timeout: 60_000 });

  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await keyboard.press("Enter");
  await reach(page, page.getByRole("main").getByRole("link", { name: "Add user" }));
  await keyboard.press("Enter");

  // At most six keys beside the typing, from the form to the link.
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await keyboard.type("Ann Smith");
  await expect(page.getByLabel("Username")).toHaveValue("ann.smith");
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy link" }), "the focus is on the next step").toBeFocused();
  await expect(page.getByLabel("Invitation link for Ann Smith")).toContainText("/invitation#");
  await reach(page, page.getByRole("link", { name: "Go to Ann Smith" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Ann Smith" })).toBeFocused();
  await expect(page).toHaveTitle("Ann Smith / Users / Homeport");

  const offboard = page.getByRole("button", { name: "Offboard user" }).first();
  await reach(page, offboard);
  await keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Offboard Ann Smith" });
  await expect(dialog.getByRole("button", { name: "Cancel" }), "the safe button has the focus").toBeFocused();
  await keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(offboard, "Esc gives the focus back").toBeFocused();
  await keyboard.press("Enter");
  await reach(page, dialog.getByRole("textbox", { name: "Username" }), "Shift+Tab");
  await keyboard.type("ann.smyth");
  await keyboard.press("Enter");
  await expect(dialog.getByText("Type ann.smith to confirm."), "the error stays in the dialog").toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Username" })).toBeFocused();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("ann.smith");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Receipts" })).toBeFocused();
  await expect(page.getByText("Offboarded", { exact: true }).first()).toBeVisible();
});

test("way.8 search, theme and menu obey the keyboard, and the address says what is shown", async ({ page }) => {
  await page.goto(`${portal.url}/`);
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByLabel("Password").fill("a password of some length");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await reach(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /^Users/ })).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search users" })).toBeFocused();
  await page.keyboard.type("zzz");
  await expect(page.getByText("No users match “zzz”.")).toBeVisible();
  await expect(page).toHaveURL(`${portal.url}/users?q=zzz`);
  await reach(page, page.getByRole("link", { name: "Clear search" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Ann Smith" })).toBeVisible();

  await reach(page, page.getByRole("radio", { name: "System" }), "Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.reload();
  await expect(page.locator("html"), "the cookie paints the next page right").toHaveAttribute("data-theme", "dark");
  await page.setViewportSize({ width: 390, height: 800 });
  await reach(page, page.getByRole("button", { name: "Menu" }));
  await page.keyboard.press("Enter");
  await reach(page, page.getByRole("link", { name: "Nodes" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Nodes" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Overview" }), "the menu has closed").toBeHidden();
});
