import type { BrowserContext, Page } from "@playwright/test";
import type { Haystack } from "./secrets";

/** Everything that a page sends from now on: addresses, headers as they go over the wire, bodies, and what scripts send besides. */
export async function recordRequests(context: BrowserContext, page: Page): Promise<() => Promise<Haystack[]>> {
  const sent: Promise<Haystack>[] = [];
  context.on("request", (request) => {
    const name = `${request.method()} ${new URL(request.url()).pathname}`;
    sent.push(
      (async () => {
        const headers = await request.allHeaders().catch(() => request.headers());
        const head = `${request.method()} ${request.url()}\n${Object.entries(headers)
          .map(([key, value]) => `${key}: ${value}`)
          .join("\n")}\n\n`;
        return { name, bytes: Buffer.concat([Buffer.from(head), request.postDataBuffer() ?? Buffer.alloc(0)]) };
      })(),
    );
  });
  // Chromium's own word, below what Playwright makes of it: beacons, workers and sockets too.
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable", { maxPostDataSize: 1 << 20 });
  const add = (name: string) => (event: unknown) =>
    void sent.push(Promise.resolve({ name: `${name} of Chromium`, bytes: Buffer.from(JSON.stringify(event)) }));
  wire.on("Network.requestWillBeSent", add("request"));
  wire.on("Network.requestWillBeSentExtraInfo", add("headers"));
  wire.on("Network.webSocketFrameSent", add("frame"));
  wire.on("Network.webSocketCreated", add("socket"));
  return () => Promise.all(sent);
}
