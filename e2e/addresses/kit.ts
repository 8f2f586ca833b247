import type { Browser, BrowserContext } from "@playwright/test";
import type { Portal } from "../portal";
import { newCsr } from "../program";

/** A browser that is signed in by a program's cookie. */
export async function openPages(browser: Browser, portal: Portal, cookie: string, width = 1280): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  context.setDefaultTimeout(15_000);
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: decodeURIComponent(pair.slice(at + 1)), url: portal.url };
    }),
  );
  return context;
}

/** Enrols a node whose agent says this version, with the token of its join command. */
export async function enrol(url: string, node: string, join: string, agentVersion: string): Promise<void> {
  const joinToken = /JOIN_TOKEN='([\w-]{43})'/.exec(join)?.[1];
  const response = await fetch(`${url}/api/v1/nodes/enrol`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ joinToken, csr: await newCsr(node), agentVersion }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
}
