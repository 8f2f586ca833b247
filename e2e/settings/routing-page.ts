import { expect, type Page } from "@playwright/test";

/** What a journey does with the routing page and the page that edits a node. */
export function routingPages(url: () => string) {
  const read = async (page: Page, path: string): Promise<Record<string, unknown>> => (await page.request.get(url() + path)).json();
  return {
    read,
    routing: (page: Page) => read(page, "/api/v1/routing"),
    open: async (page: Page) => {
      await page.goto(`${url()}/settings/routing`);
      await expect(page.getByRole("heading", { level: 1, name: "Routing" })).toBeVisible();
      await expect(page.getByRole("button", { name: "Review changes" })).toBeEnabled();
    },
    openEdit: async (page: Page, node: string) => {
      await page.goto(`${url()}/nodes/${node}/edit`);
      await expect(page.getByRole("button", { name: "Save node" })).toBeEnabled();
    },
    save: (page: Page) => page.getByRole("button", { name: "Save node" }).click(),
    review: (page: Page) => page.getByRole("button", { name: "Review changes" }).click(),
    dialog: (page: Page) => page.getByRole("dialog", { name: "Change routing?" }),
    protocol: (page: Page) => page.getByRole("combobox", { name: "Protocol" }),
    key: (page: Page) => page.getByLabel("Key (optional)", { exact: true }),
    /** A line of a node's frr.conf in the question. */
    line: (page: Page, node: string, text: string) =>
      page.getByRole("list", { name: `frr.conf of ${node}` }).getByText(text, { exact: true }),
  };
}
