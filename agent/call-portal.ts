import { Agent as AgentHttp, request as requestHttp } from "node:http";
import { Agent as AgentHttps, request as requestHttps } from "node:https";

export type Call = {
  method: "GET" | "POST";
  path: string;
  token?: string;
  body?: unknown;
  timeoutMs: number;
  maxBytes: number;
  signal?: AbortSignal;
};
export type Answer = { status: number; body: string; date: Date | null };

// Node.js 18 tries the first address of a name alone: "localhost" may be ::1 first, where the portal listens on 127.0.0.1.
const http = new AgentHttp({ autoSelectFamily: true });
const https = new AgentHttps({ autoSelectFamily: true });

/** One request. Redirects are not followed: a token goes to the portal that was named and nowhere else. */
export function callPortal(portal: string, call: Call): Promise<Answer> {
  const url = new URL(call.path, portal);
  const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
  const headers: Record<string, string | number> = { accept: "application/json" };
  if (call.token !== undefined) headers.authorization = `Bearer ${call.token}`;
  if (body) Object.assign(headers, { "content-type": "application/json", "content-length": body.length });
  return new Promise((resolve, reject) => {
    const options = { method: call.method, headers, ...(call.signal ? { signal: call.signal } : {}) };
    const request =
      url.protocol === "https:" ? requestHttps(url, { ...options, agent: https }) : requestHttp(url, { ...options, agent: http });
    const timer = setTimeout(
      () => request.destroy(new Error(`The portal did not answer within ${Math.round(call.timeoutMs / 1000)} s.`)),
      call.timeoutMs,
    );
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(new Error(error.message || "The portal cannot be reached."));
    };
    request.on("error", fail);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > call.maxBytes) request.destroy(new Error(`The portal's answer is larger than ${call.maxBytes} bytes.`));
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () => {
        clearTimeout(timer);
        const date = new Date(response.headers.date ?? "");
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString("utf8"),
          date: Number.isNaN(date.getTime()) ? null : date,
        });
      });
    });
    request.end(body);
  });
}

/** What a refusal says, for a person: the detail of an RFC 9457 problem where there is one. */
export function refusalOf(answer: Answer): string {
  try {
    const problem: unknown = JSON.parse(answer.body);
    if (typeof problem === "object" && problem !== null) {
      if ("detail" in problem && typeof problem.detail === "string") return problem.detail.slice(0, 300);
      if ("title" in problem && typeof problem.title === "string") return problem.title.slice(0, 300);
    }
  } catch {
    // Not JSON: a proxy in between, most likely.
  }
  return `The portal answered ${answer.status}.`;
}
