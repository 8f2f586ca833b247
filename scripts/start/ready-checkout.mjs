import fs from "node:fs";
import path from "node:path";
import { isBuilt } from "../build/stale.mjs";
import { Refusal } from "../refusal.mjs";
import { findAccount } from "./account.mjs";
import { isInstalled, NPM_CI, rememberInstalled } from "./install.mjs";
import { myTurn } from "./lock.mjs";

/**
 * @typedef {object} Workshop how the caller runs what takes long: it can stop it and tells the person
 * @property {(event: "installing" | "building") => void} tell
 * @property {(args: string[], options: { program?: string, env: NodeJS.ProcessEnv, uid?: number, gid?: number }) => Promise<number | null>} run
 */

/**
 * Installs what package-lock.json names and builds, each only where it is stale. One at a time in one checkout.
 * @param {string} checkout @param {Workshop} workshop @param {{ build?: boolean }} [options]
 */
export async function readyCheckout(checkout, { tell, run }, { build = true } = {}) {
  const installed = isInstalled(checkout);
  if (installed && (!build || isBuilt(checkout))) return;
  const as = checkoutOwner(checkout);
  if (!installed) {
    const turn = await myTurn(checkout, "installing");
    try {
      if (!isInstalled(checkout)) {
        tell("installing");
        const npm = process.env.npm_execpath;
        const code = npm?.endsWith(".js") ? await run([npm, ...NPM_CI], as) : await run(NPM_CI, { ...as, program: "npm" });
        if (code !== 0) throw new Refusal("The packages could not be installed: npm says why above. Is its registry within reach?");
        rememberInstalled(checkout);
      }
    } finally {
      turn.release();
    }
  }
  if (build && !isBuilt(checkout)) {
    tell("building");
    if ((await run([path.join(checkout, "scripts/build.mjs"), "--if-stale"], as)) !== 0)
      throw new Refusal("The portal could not be built: what failed is above.");
  }
}

/** Root does not leave root's files in somebody's checkout. @param {string} checkout */
function checkoutOwner(checkout) {
  const { uid } = fs.statSync(checkout);
  try {
    fs.accessSync(checkout, fs.constants.W_OK);
  } catch {
    throw new Refusal(
      `${checkout} is not installed and built for its present state, and this account may not write there: run "npm start" once as its owner.`,
    );
  }
  const account = process.getuid?.() === 0 && uid !== 0 ? findAccount(uid) : null;
  if (!account) return { env: process.env };
  return { uid: account.uid, gid: account.gid, env: { ...process.env, HOME: account.home } };
}
