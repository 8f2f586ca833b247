import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@playwright/test";
import { record } from "../../measure";
import { until } from "../lab/until";
import { profileTo, somebody, test } from "./six";

test("cluster.6 a device copied to two machines: the ping-pong stops, and the overview says so", async ({ six, browser }) => {
  test.setTimeout(180_000);
  const person = await somebody(six, "copied");
  const [one, other] = six.nodes;
  if (!one || !other) throw new Error("There are two.");
  const [here, there] = await Promise.all([six.openPlace(), six.openPlace()]);
  const began = Date.now();
  const clients = [await here.connect(profileTo(person, one)), await there.connect(profileTo(person, other))];
  const ups = () => clients.reduce((sum, client) => sum + client.ups(), 0);
  type Listed = { rows: { commonName: string; contested: boolean }[] };
  await until(
    "the portal to say that the device is in use in two places",
    async () => {
      const { rows } = await six.api.call<Listed>("GET", "/api/v1/vpn-sessions?search=copied");
      return rows.some(({ contested }) => contested);
    },
    { ms: 90_000, every: 250, seen: () => `${ups()} logins\n${six.said()}` },
  );
  const took = Date.now() - began;
  // Whoever was sent away last comes once more.
  await sleep(8000);
  const before = ups();
  await sleep(12_000);
  const after = ups();
  const context = await browser.newContext();
  await context.addCookies(
    six.api
      .cookie()
      .split("; ")
      .map((cookie) => ({
        name: cookie.slice(0, cookie.indexOf("=")),
        value: cookie.slice(cookie.indexOf("=") + 1),
        url: six.portal().url,
      })),
  );
  const page = await context.newPage();
  await page.goto(six.portal().url);
  await expect(page.getByText(/in use in two places/i).first()).toBeVisible();
  await context.close();
  const ok = after === before && before <= 12;
  record({
    id: "cluster.6",
    claim: `A profile on two machines: until the portal said so; ${before} logins in all until the ping-pong had stopped, ${after - before} in the 12 s after`,
    n: 1,
    unit: "ms",
    p50: took,
    p90: took,
    p99: took,
    max: took,
    bound: "no login in 12 s, at most 12 before; the overview says so",
    ok,
  });
  await Promise.all(clients.map((client) => client.stop("SIGKILL")));
  expect(ok, `${before} logins, then ${after}`).toBe(true);
});
