import fs from "node:fs";
import { chromium } from "@playwright/test";

// The headless shell first: it is what Playwright itself takes where nothing is shown, and a quarter less work.
const SYSTEM = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A Chromium to test with: the one that CHROMIUM_PATH names, Playwright's own, the system's.
 * @returns {string | null}
 */
export function findBrowser() {
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...SYSTEM];
  return candidates.find((file) => file && fs.existsSync(file)) ?? null;
}

/** Nothing that a browser does by itself may reach for the network; its sandbox does not work as root. */
export const LAUNCH_ARGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
