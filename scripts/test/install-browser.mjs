import { spawnSync } from "node:child_process";
import { aptInstall, canApt, distribution, isRoot } from "./machine.mjs";

/**
 * A Chromium for the journeys, installed where there is none.
 * @param {string} checkout
 * @returns {Promise<string | null>} why there is none
 */
export async function installBrowser(checkout) {
  const { findBrowser } = await import("../../e2e/browser.mjs");
  if (findBrowser()) return null;
  // Ubuntu's package is a stub that asks for snap.
  if (canApt && distribution() === "debian") {
    console.log("Installing Chromium …");
    // Before Debian 12 the shell has no package of its own.
    for (const name of ["chromium-headless-shell", "chromium"]) if (!findBrowser()) aptInstall([name, "fonts-liberation"]);
    if (findBrowser()) return null;
  }
  console.log("Installing Playwright's Chromium …");
  spawnSync("npx", ["playwright", "install", ...(isRoot ? ["--with-deps"] : []), "chromium"], {
    cwd: checkout,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return findBrowser() ? null : "there is no Chromium, and none could be installed: set CHROMIUM_PATH to one";
}
