import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { derivedKey } from "@/lib/core/seal";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { withHashedSessions } from "./hashed-sessions";

function make() {
  const { url, kek } = env();
  return betterAuth({
    appName: "Homeport",
    baseURL: url.origin,
    basePath: "/api/auth",
    secret: derivedKey(kek, "sign-in sessions"),
    trustedOrigins: [url.origin],
    database: prismaAdapter(withHashedSessions(db()), { provider: "postgresql" }),
    user: { modelName: "authUser" },
    session: { modelName: "authSession", expiresIn: 12 * 3600, updateAge: 3600 },
    account: { modelName: "authCredential", encryptOAuthTokens: true },
    verification: { modelName: "authVerification", storeIdentifier: "hashed" },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "authRateLimit",
      window: 60,
      max: 100,
      customRules: { "/sign-in/email": { window: 60, max: 10 } },
    },
    advanced: {
      useSecureCookies: url.protocol === "https:",
      cookiePrefix: "homeport",
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
}

const process_ = globalThis as typeof globalThis & { homeportAuth?: ReturnType<typeof make> };

/** better-auth, closed: no sign-up, paths by allow-list (see the catch-all route), rate limits in the database. */
export function auth(): ReturnType<typeof make> {
  process_.homeportAuth ??= make();
  return process_.homeportAuth;
}

/** What the browser may ask of better-auth; everything else of its 59 endpoints is 404. */
export const AUTH_PATHS: Readonly<Record<string, "GET" | "POST">> = {
  "/sign-in/email": "POST",
  "/sign-out": "POST",
};
