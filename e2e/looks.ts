import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";

export type State = Awaited<ReturnType<BrowserContext["storageState"]>>;
/** A place to look at: a page, a dialog, an error. `anew`: on a phone one comes there another way, so that a narrower window is not enough. */
export type Stop = { name: string; go: (page: Page) => Promise<unknown>; anew?: true };

/** Places by their names. */
export const stopsOf = (all: Record<string, Stop["go"]>): Stop[] => Object.entries(all).map(([name, go]) => ({ name, go }));

const SCREEN = { width: 1280, height: 800 };
const TABLET = { width: 768, height: 1024 };
const PHONE = { width: 390, height: 800 };
/** All that a theme can change for axe, by the same colours at every width. The rest is asked once a width; in a proof all of it each time. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it stands, in both themes; whether it is too wide, and whether the theme is painted. */
export async function faults(page: Page, where: string): Promise<string[]> {
  const width = page.viewportSize()?.width ?? 0;
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // What passes is not described: that takes longer than finding it.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"], preload: false });
    const dark = colorScheme === "dark" && !process.env.PROVE;
    if (dark) axe.withRules(COLOUR_RULES);
    const at = `${where}, ${colorScheme}, ${width} px`;
    for (const { id, help, nodes } of dark && width < SCREEN.width ? [] : (await axe.analyze()).violations)
      found.push(`${at}: ${id} (${help}) at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    const painted = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.includes("0.17"));
    const inTime = expect.poll(painted, { timeout: 2_000 }).toBe(colorScheme === "dark");
    await inTime.catch(() => found.push(`${at}: the other theme's colours`));
    if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/${at.replaceAll(/\W+/g, "-")}.png`, fullPage: true });
  }
  return [...found, ...(await tooWide(page, where)), ...(await gluedWords(page, where))];
}

/** Words of two elements that touch: a line break between tags is no space. */
async function gluedWords(page: Page, where: string): Promise<string[]> {
  const glued = await page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const edge = (node: Node, from: number) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, from + 1);
      return range.getBoundingClientRect();
    };
    for (let before: Node | null = null, node = texts.nextNode(); node; before = node, node = texts.nextNode()) {
      const [one, two] = [before?.nodeValue ?? "", node.nodeValue ?? ""];
      if (!before || before.parentNode === node.parentNode || !/[\p{L}\d]$/u.test(one) || !/^[\p{L}\d]/u.test(two)) continue;
      const [last, first] = [edge(before, one.length - 1), edge(node, 0)];
      if (last.width > 0 && first.width > 0 && Math.abs(last.bottom - first.bottom) < 4 && Math.abs(first.left - last.right) < 1)
        found.push(`${one.slice(-20)}|${two.slice(0, 20)}`);
    }
    return found;
  });
  return glued.map((words) => `${where}: words touch: ${words}`);
}

/** The page, or a table in it that lies under its edge. */
async function tooWide(page: Page, where: string): Promise<string[]> {
  const wide = await page.evaluate(() =>
    Math.max(
      document.documentElement.scrollWidth - window.innerWidth,
      ...[...document.querySelectorAll("table")].map((table) => table.getBoundingClientRect().right - window.innerWidth),
    ),
  );
  return wide > 0 ? [`${where}: ${wide} px too wide for ${page.viewportSize()?.width} px`] : [];
}

/** Goes through the stops on a screen and on a phone, in both themes; whatever is found is named with where it was found. */
export async function walk(browser: Browser, stops: readonly Stop[], storageState?: State): Promise<void> {
  const found: string[] = [];
  const context = await browser.newContext({ viewport: SCREEN, storageState, acceptDownloads: true });
  const page = await context.newPage();
  page.on("pageerror", (error) => found.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => message.text().includes("Content Security Policy") && found.push(message.text()));
  for (const { name, go, anew } of stops) {
    await page.setViewportSize(SCREEN);
    await go(page);
    found.push(...(await faults(page, name)));
    await page.setViewportSize(TABLET);
    found.push(...(await tooWide(page, name)));
    await page.setViewportSize(PHONE);
    if (anew) await go(page);
    found.push(...(await faults(page, name)));
  }
  await context.close();
  expect(found).toEqual([]);
}

type Origin = () => string;
/** A page, by its address and its heading. */
export const pageAt =
  (origin: Origin) =>
  (path: string, heading: string | RegExp, name = path): Stop => ({
    name,
    go: async (page) => {
      await page.goto(`${origin()}${path}`);
      await expect(page.getByRole("heading", { level: 1, name: heading }).first()).toBeVisible();
    },
  });

/** What a button of a page shows. */
export const pressAt =
  (origin: Origin) =>
  (name: string, path: string, button: string, shown: string, then?: (page: Page) => Promise<unknown>): Stop => ({
    name,
    go: async (page) => {
      await page.goto(`${origin()}${path}`);
      await page.getByRole("button", { name: button, exact: true }).first().click();
      await then?.(page);
      await expect(page.getByText(shown).first()).toBeVisible();
    },
  });

/** What a link shows to whoever opens it; a page that is there already would only be moved to another part of itself. */
export const linkTo = (name: string, to: Origin, shown: string): Stop => ({
  name,
  go: async (page) => {
    await page.goto("about:blank");
    await page.goto(to());
    await expect(page.getByText(shown).first()).toBeVisible();
  },
});
