import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, Refusal } from "../refusal.mjs";

/**
 * Refuses a port that the portal could not listen on, before anything starts.
 * @param {number} port @param {string} bind
 */
export async function mustBeFree(port, bind) {
  if (process.getuid?.() === 0 && port < lowestPort()) {
    throw new Refusal(
      `PORT is ${port}, and the portal does not run as root, so it needs ${lowestPort()} or more: keep 3000 and put a proxy with TLS in front (README).`,
    );
  }
  const code = await whyNotListen(port, bind);
  if (code === null) return;
  if (code === "EADDRINUSE") throw new Refusal(`Port ${port} on ${bind} is in use by another program: stop it, or set PORT to a free one.`);
  if (code === "EADDRNOTAVAIL")
    throw new Refusal(`BIND is "${bind}", which is no address of this machine: use one of its own, 127.0.0.1, or 0.0.0.0 for all of them.`);
  if (code === "EACCES") throw new Refusal(`PORT is ${port}, which this account may not listen on: use 1024 or more, such as 3000.`);
  throw new Refusal(`The portal cannot listen on ${bind} port ${port} (${code}): set BIND and PORT to something it can.`);
}

/**
 * The same for the address of the metrics.
 * @param {number} port @param {string} bind
 */
export async function metricsMustBeFree(port, bind) {
  const low = process.getuid?.() === 0 && port < lowestPort();
  const code = low ? "EACCES" : await whyNotListen(port, bind);
  if (code !== null)
    throw new Refusal(`The portal cannot listen on ${bind} port ${port} (${code}): set METRICS_BIND to an address and port where it can.`);
}

/** @param {number} port @param {string} bind @returns {Promise<string | null>} */
function whyNotListen(port, bind) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) => resolve(codeOf(error) ?? String(error)));
    server.listen({ port, host: bind, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

function lowestPort() {
  try {
    return Number(fs.readFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start", "utf8"));
  } catch {
    return 1024;
  }
}

/**
 * Waits until the portal answers, whatever it answers: what it says about its health is for its readers.
 * @param {number} port @param {string} bind @param {() => boolean} giveUp
 * @returns {Promise<boolean>}
 */
export async function answers(port, bind, giveUp) {
  const host = { "0.0.0.0": "127.0.0.1", "::": "::1" }[bind] ?? bind;
  while (!giveUp()) {
    const answered = await new Promise((resolve) => {
      const request = http.get({ host, port, path: "/api/health", agent: false, timeout: 10_000 }, (response) => {
        response.resume();
        resolve(true);
      });
      request.on("error", () => resolve(false)).on("timeout", () => request.destroy());
    });
    if (answered) return true;
    await sleep(30);
  }
  return false;
}
