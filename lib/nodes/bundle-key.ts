import { createPrivateKey, type KeyObject } from "node:crypto";
import { getSecret } from "@/lib/core/secrets";

const process_ = globalThis as typeof globalThis & { homeportBundleKey?: KeyObject };

/** The key that signs bundles and orders; read once a process. */
export async function bundleKey(): Promise<KeyObject> {
  if (!process_.homeportBundleKey) {
    const pkcs8 = await getSecret("bundle-signing-key");
    if (!pkcs8) throw new Error("The bundle-signing key is not in the database.");
    process_.homeportBundleKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  }
  return process_.homeportBundleKey;
}
