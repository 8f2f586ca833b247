import path from "node:path";
import { startChild } from "../start/child.mjs";
import { readyCheckout } from "../start/ready-checkout.mjs";

/** The packages of package-lock.json, where they are missing: the same way as `npm start` does it. */
export async function installPackages() {
  const checkout = path.resolve(import.meta.dirname, "../..");
  await readyCheckout(
    checkout,
    {
      tell: () => console.log("Installing packages (npm ci) …"),
      run: (args, options) => startChild(args, { cwd: checkout, output: 1, ...options }).exited,
    },
    { build: false },
  );
}
