import { expect, test, type Browser, type Page } from "@playwright/test";
import { faults } from "./looks";
import { addUserInBrowser } from "./pages/add-user";
import { setUpInBrowser } from "./pages/set-up";
import { startPortal, type Portal } from "./portal";

const ADMIN = { name: "Ada Admin", email: "ada@example.org", password: "a password of some length" };
let portal: Portal;
let state: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  portal = await startPortal();
  const page = await (await browser.newContext()).newPage();
  await setUpInBrowser(page, portal.setupLink ?? "", { admin: ADMIN, cluster: "Harbour" });
  for (const [name, username] of [
    ["Ann Smith", "ann.smith"],
    ["Bob Jones", "bob"],
  ] as const)
    await addUserInBrowser(page, portal.url, { name, username });
  state = await page.context().storageState();
  await page.context().close();
});
test.afterAll(() => portal?.stop());

const open = async (browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> =>
  (await browser.newContext({ storageState: state, ...options })).newPage();
const menu = (page: Page) => page.getByRole("combobox", { name: /Search people/ });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

for (const width of [1280, 390]) {
  test(`the command menu goes anywhere, finds anybody and does things, by keyboard alone at ${width} px`, async ({ browser }) => {
    const page = await open(browser, { viewport: { width, height: 800 } });
    await page.goto(portal.url);
    await expect(page.getByRole("button", { name: "Search or do" }).locator("visible=true")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+k");
    await expect(menu(page)).toBeFocused();
    expect(await faults(page, "menu")).toEqual([]);
    await page.keyboard.type("nod");
    await page.keyboard.press("Enter");
    await expect(heading(page, "Nodes")).toBeFocused();

    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("smi");
    await expect(page.getByRole("option", { name: /Ann Smith/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(heading(page, "Ann Smith")).toBeVisible();

    // By an address, with the arrows past what else there is; then Esc, which gives the focus back.
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("10.8.0.");
    await expect(page.getByRole("option", { name: /Bob Jones: laptop/ })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await expect(menu(page)).toBeHidden();

    await page.keyboard.press("ControlOrMeta+k");
    // This page's own button comes first.
    await page.keyboard.type("offb");
    await expect(page.getByRole("option", { name: "Offboard user" })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(menu(page)).toHaveValue("offboard ");
    await expect(page.getByText("Type a name, a username or an address.")).toBeVisible();
    await page.keyboard.type("bob");
    await expect(page.getByRole("option", { name: /Offboard Bob Jones/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Offboard Bob Jones" })).toBeVisible();
    await page.keyboard.press("Escape");

    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("no such thing");
    await expect(page.getByText("Nothing matches “no such thing”.")).toBeVisible();
    expect(await faults(page, "menu with nothing in it")).toEqual([]);
    await page.context().close();
  });
}

test("neither the menu's code nor its data is loaded before it is opened", async ({ browser }) => {
  const page = await open(browser);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${portal.url}/nodes`, { waitUntil: "networkidle" });
  const before = asked.filter((path) => path.endsWith(".js")).length;
  await page.keyboard.press("ControlOrMeta+k");
  await expect(menu(page)).toBeFocused();
  expect(asked.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(before);
  expect(asked).not.toContain("/api/v1/search");
  await page.context().close();
});

test("JavaScript of a list page stays under 150 KB compressed, of the users page under 200", async ({ browser }) => {
  const measured: Record<string, number> = {};
  for (const path of [
    "/users",
    "/nodes",
    "/addresses",
    "/authority/certificates",
    "/audit",
    "/audit/refused-sign-ins",
    "/accounts",
    "/accounts/tokens",
    "/runs",
    "/alerts",
  ]) {
    const page = await open(browser);
    const sizes = new Map<string, number>();
    page.on("response", async (response) => {
      if (!response.url().endsWith(".js")) return;
      sizes.set(response.url(), (await response.request().sizes()).responseBodySize);
    });
    await page.goto(`${portal.url}${path}`, { waitUntil: "networkidle" });
    measured[path] = [...sizes.values()].reduce((total, size) => total + size, 0) / 1024;
    await page.context().close();
  }
  console.log(
    "JavaScript, KB compressed:",
    JSON.stringify(measured, (_, value: unknown) => (typeof value === "number" ? Number(value.toFixed(1)) : value)),
  );
  for (const [path, size] of Object.entries(measured)) {
    expect(size, path).toBeGreaterThan(20);
    expect(size, path).toBeLessThan(path === "/users" ? 200 : 150);
  }
});

test("single keys: / searches, g u goes to the users, ? lists them all, and they can be turned off", async ({ browser }) => {
  const page = await open(browser);
  await page.goto(`${portal.url}/nodes`);
  await expect(page.getByRole("button", { name: "Sign out" })).toBeEnabled();
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expect(heading(page, "Users")).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("smith g u ?");
  await expect(page.getByRole("searchbox")).toHaveValue("smith g u ?");
  await page.getByRole("searchbox").blur();
  // The key right after Esc is for the page already.
  await page.keyboard.press("ControlOrMeta+k");
  await expect(menu(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toBeVisible();
  expect(await faults(page, "shortcuts")).toEqual([]);
  await list.getByLabel(/Single keys do something/).uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.keyboard.press("?");
  await expect(heading(page, "Users")).toBeVisible();
  await expect(list).toBeHidden();
  await page.context().close();
});

test("the first paint has the right colours: the system's, or those that were chosen", async ({ browser }) => {
  const dark = async (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor.includes("0.17"));
  for (const [scheme, chosen, expected] of [
    ["dark", "", true],
    ["light", "", false],
    ["light", "Dark", true],
    ["dark", "Light", false],
  ] as const) {
    const page = await open(browser, { colorScheme: scheme });
    await page.goto(portal.url);
    if (chosen) await page.getByRole("radio", { name: chosen }).check({ force: true });
    // Without script nothing can correct it afterwards.
    const bare = await open(browser, { colorScheme: scheme, javaScriptEnabled: true, storageState: await page.context().storageState() });
    await bare.route("**/*.js", (route) => route.abort());
    await bare.goto(`${portal.url}/users`, { waitUntil: "domcontentloaded" });
    expect(await dark(bare), `${scheme}, ${chosen || "nothing chosen"}`).toBe(expected);
    await page.context().close();
    await bare.context().close();
  }
});

test("two windows on the same page both show what has just happened", async ({ browser }) => {
  const [one, two] = [await open(browser), await open(browser)];
  await one.goto(`${portal.url}/users`);
  await two.goto(`${portal.url}/users`);
  await expect(two.getByRole("link", { name: "Ann Smith" })).toBeVisible();
  const made = await open(browser);
  await addUserInBrowser(made, portal.url, { name: "Cid Roe", username: "cid" });
  for (const page of [one, two]) await expect(page.getByRole("link", { name: "Cid Roe" })).toBeVisible({ timeout: 5000 });
  for (const page of [one, two, made]) await page.context().close();
});

test("the API reference shows every operation, finds them, and asks nobody outside", async ({ browser }) => {
  for (const look of [
    { colorScheme: "light", viewport: { width: 1280, height: 800 } },
    { colorScheme: "dark", viewport: { width: 390, height: 800 } },
  ] as const) {
    const page = await open(browser, look);
    const outside: string[] = [];
    page.on("request", (request) => request.url().startsWith(portal.url) || outside.push(request.url()));
    await page.goto(`${portal.url}/api-reference`);
    await page.getByRole("link", { name: /Add a node and make the command that joins it/ }).click();
    await expect(page.getByRole("region", { name: "Body of postNodes" })).toContainText("address: ");
    expect(await faults(page, "reference")).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.getByRole("searchbox").fill("offboard");
    await expect(page.getByText("/api/v1/users/{username}/offboard").first()).toBeVisible();
    await page.getByRole("searchbox").fill("zzz");
    await expect(page.getByText("No operations match “zzz”.")).toBeVisible();
    expect(await faults(page, "reference without a match")).toEqual([]);
    expect(outside).toEqual([]);
    await page.context().close();
  }
});
