// For tests: a real HTTP server on this machine that keeps what it is sent.
import { createServer, type IncomingHttpHeaders } from "node:http";

export type Call = { headers: IncomingHttpHeaders; body: string; path: string };
export type Receiver = { url: string; port: number; calls: Call[]; close: () => Promise<void> };

/** `answer` is the status of each call; null never answers. */
export async function startReceiver({
  port = 0,
  answer = () => 204,
}: {
  port?: number;
  answer?: () => number | null;
} = {}): Promise<Receiver> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      calls.push({ headers: request.headers, body, path: request.url ?? "" });
      const status = answer();
      if (status === null) return;
      response.writeHead(status, status >= 300 && status < 400 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const bound = server.address();
  const at = typeof bound === "object" && bound ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${at}/hook`,
    port: at,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
