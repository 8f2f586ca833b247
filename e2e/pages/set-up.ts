import { expect, type Page } from "@playwright/test";

export type Wishes = {
  admin: { name: string; email: string; password: string };
  cluster: string;
  pool?: { ipv4: string; ipv6: string };
  routes?: { ipv4: string; ipv6: string };
};

/** The first visit, by the link from the terminal. Ends on the overview. */
export async function setUpInBrowser(page: Page, link: string, { admin, cluster, pool, routes }: Wishes): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(admin.name);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByLabel("Cluster name").fill(cluster);
  if (pool) {
    await page.getByLabel("IPv4 range").fill(pool.ipv4);
    await page.getByLabel("IPv6 prefix").fill(pool.ipv6);
  }
  if (routes) {
    await page.getByLabel("IPv4 routes").fill(routes.ipv4);
    await page.getByLabel("IPv6 routes").fill(routes.ipv6);
  }
  await page.getByRole("button", { name: "Set up cluster" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(cluster, { exact: true }).first()).toBeVisible();
}
