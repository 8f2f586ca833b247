import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
/** Somebody between node and portal: gives back what the node shall see. */
export type Tamper = (asked: Asked, answer: Answer) => Answer | Promise<Answer>;

/** A node's way to the portal, which lives in another network: a Unix socket, and who answers behind it. */
export type Door = { socket: string; tamper: Tamper | null; close: () => Promise<void> };

export async function openDoor(socket: string, port: () => number): Promise<Door> {
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()));
  const door: Door = {
    socket,
    tamper: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await whole(asked);
    const said = await new Promise<IncomingMessage>((resolve, reject) => {
      const up = request(
        { host: "127.0.0.1", port: port(), method: asked.method, path: asked.url, headers: asked.headers, agent: false },
        resolve,
      );
      up.once("error", reject);
      answer.once("close", () => up.destroy());
      up.end(body);
    });
    if (!door.tamper) {
      answer.writeHead(said.statusCode ?? 502, said.headers);
      said.once("error", () => answer.destroy()).pipe(answer);
      return;
    }
    const seen = await door.tamper(
      { method: asked.method ?? "", path: asked.url ?? "", headers: asked.headers, body },
      { status: said.statusCode ?? 502, headers: said.headers, body: await whole(said) },
    );
    const { "content-length": _length, "transfer-encoding": _coding, "content-encoding": _packed, ...headers } = seen.headers;
    answer.writeHead(seen.status, headers).end(seen.body);
  }

  // A waiting pull is answered late; nothing here may be quicker than that.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 1;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  return door;
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
