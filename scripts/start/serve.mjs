import path from "node:path";
import { pathToFileURL } from "node:url";
import { Refusal } from "../refusal.mjs";
import { asAccount } from "./account.mjs";
import { startChild } from "./child.mjs";
import { openDataFolder } from "./data-folder.mjs";
import { takeLock } from "./lock.mjs";
import { answers, metricsMustBeFree, mustBeFree } from "./port.mjs";
import { readyCheckout } from "./ready-checkout.mjs";
import { readSettings } from "./settings.mjs";
import { stopRequest, Stopped } from "./stop-request.mjs";

/** @typedef {import("./child.mjs").Child} Child */
/** @typedef {import("./voice.mjs").Voice} Voice */
/** @typedef {import("../prepare.mjs").Prepared} Prepared */

/** How long requests that are under way may take to end after Ctrl-C, in milliseconds. */
const DRAIN = 10_000;

/**
 * The whole life of a start: everything that it has begun ends with it, the last begun first.
 * @param {string} checkout @param {Voice} voice
 * @returns {Promise<number>} the exit code
 */
export async function serve(checkout, { say, children }) {
  const settings = readSettings(process.env, checkout);
  const stop = stopRequest();
  /** @type {(() => Promise<void> | void)[]} */
  const undo = [];
  let tellsStop = false;
  try {
    await mustBeFree(settings.port, settings.bind);
    if (settings.metrics) await metricsMustBeFree(settings.metrics.port, settings.metrics.bind);
    const account = openDataFolder(settings.data, checkout, (sentence) => say("account", sentence, { sentence }));
    const lock = takeLock(path.join(settings.data, "lock"));
    if ("heldBy" in lock)
      throw new Refusal(
        `Homeport runs already on ${settings.data} (process ${lock.heldBy}): stop it first, or set HOMEPORT_DATA to another folder.`,
      );
    undo.push(lock.release);

    const run = async (/** @type {string[]} */ args, /** @type {{ env: NodeJS.ProcessEnv, program?: string }} */ options) => {
      const child = startChild(args, { cwd: checkout, output: children, ...options });
      return stop.orStop(child.exited, () => child.stop(DRAIN));
    };
    const tell = (/** @type {"installing" | "building"} */ event) =>
      say(event, event === "installing" ? "Installing packages (npm ci) …" : "Building the portal, which takes a minute or two …");
    await readyCheckout(checkout, { run, tell }, { build: process.env.HOMEPORT_BUILD !== "as-is" });
    stop.throwIfAsked();

    /** @type {NodeJS.ProcessEnv} */
    const env = {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      HOME: settings.data,
      PORT: String(settings.port),
      HOMEPORT_URL: settings.url,
      HOMEPORT_DATA: settings.data,
      DATABASE_URL: settings.databaseUrl ?? "",
      METRICS_BIND: settings.metrics
        ? `${settings.metrics.bind.includes(":") ? `[${settings.metrics.bind}]` : settings.metrics.bind}:${settings.metrics.port}`
        : undefined,
    };
    let databaseGone = new Promise(() => {});
    if (!settings.databaseUrl) {
      const { startEmbedded } = await import("../database/embedded.mjs");
      say("database", "");
      const database = await startEmbedded({ dir: settings.data, owner: account });
      undo.push(database.stop);
      databaseGone = database.exited;
      env.DATABASE_URL = database.url();
    }
    stop.throwIfAsked();

    const as = { ...asAccount(account), cwd: checkout };
    const preparing = startChild(["scripts/prepare.mjs"], { ...as, env, output: "keep" });
    await stop.orStop(preparing.exited, () => preparing.stop(DRAIN));
    const prepared = readPrepared(preparing.output());
    if (prepared.applied.length > 0) say("migrated", "", { applied: prepared.applied });

    const portal = startChild(
      [
        "--import",
        pathToFileURL(path.join(checkout, "scripts/start/follow-parent.mjs")).href,
        "node_modules/next/dist/bin/next",
        "start",
        "-p",
        String(settings.port),
        "-H",
        settings.bind,
      ],
      { ...as, env: { ...env, HOMEPORT_KEK: prepared.kek }, output: children },
    );
    undo.push(() => portal.stop(DRAIN));
    let portalGone = false;
    void portal.exited.then(() => (portalGone = true));
    await stop.orStop(
      answers(settings.port, settings.bind, () => portalGone || stop.asked()),
      () => {},
    );
    if (portalGone) throw new Refusal("The portal stopped as soon as it was started: what it said is above.");

    tellsStop = true;
    const setup = prepared.setupToken && `${settings.url}/setup#${prepared.setupToken}`;
    say("ready", greeting(settings.url, setup), {
      url: settings.url,
      ...(setup ? { setup } : {}),
      pid: process.pid,
      portalPid: portal.pid,
    });
    const why = await Promise.race([
      stop.wanted.then(() => null),
      portal.exited.then(() => "The portal ended by itself"),
      databaseGone.then(() => "PostgreSQL ended by itself"),
    ]);
    say("stopping", why ? `${why}: stopping.` : "Stopping: the portal first, PostgreSQL last …", why ? { why } : {});
    return why ? 1 : 0;
  } catch (error) {
    if (error instanceof Stopped) return 0;
    throw error;
  } finally {
    for (const step of undo.reverse()) await step();
    if (tellsStop) say("stopped", "Stopped.");
    stop.forget();
  }
}

/** @param {string} output @returns {Prepared} */
function readPrepared(output) {
  /** @type {Prepared | { refused: string } | null} */
  const said = output.trim() ? JSON.parse(output) : null;
  if (!said) throw new Refusal("The database could not be prepared: what failed is above.");
  if ("refused" in said) throw new Refusal(said.refused);
  return said;
}

/** @param {string} url @param {string | null} setup */
const greeting = (url, setup) =>
  `\nHomeport is at ${url}\n${setup ? `Set it up at  ${setup}\n(this link works once, for an hour)\n` : ""}Ctrl-C stops it.\n`;
