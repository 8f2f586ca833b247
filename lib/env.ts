import { z } from "zod";

const settings = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "DATABASE_URL must begin with postgresql://"),
  HOMEPORT_URL: z.url({ protocol: /^https?$/, error: "HOMEPORT_URL must be the address people open, such as https://vpn.example.org" }),
  METRICS_BIND: z
    .string()
    .regex(/^(\[[0-9a-f:.]+\]|[\d.]+):\d{1,5}$/, "METRICS_BIND must be an address and a port, such as 127.0.0.1:9400")
    .optional(),
  HOMEPORT_KEK: z.base64().refine((text) => Buffer.from(text, "base64").length === 32, "HOMEPORT_KEK must be 32 bytes in base64"),
});

export type Env = { databaseUrl: string; url: URL; kek: Buffer; metrics: { host: string; port: number } | null };

const process_ = globalThis as typeof globalThis & { homeportEnv?: Env };

/** The settings the start script hands to the portal (docs/OPERATIONS.md). Read once, at first use. */
export function env(): Env {
  process_.homeportEnv ??= read();
  return process_.homeportEnv;
}

function read(): Env {
  const { data, error } = settings.safeParse(process.env);
  if (error) throw new Error(`The portal's settings are not right: ${error.issues.map((issue) => issue.message).join("; ")}`);
  return {
    databaseUrl: data.DATABASE_URL,
    url: new URL(data.HOMEPORT_URL),
    kek: Buffer.from(data.HOMEPORT_KEK, "base64"),
    metrics: hostAndPort(data.METRICS_BIND),
  };
}

function hostAndPort(text: string | undefined): Env["metrics"] {
  const [, host = "", port] = /^\[?(.+?)\]?:(\d+)$/.exec(text ?? "") ?? [];
  return port === undefined ? null : { host, port: Number(port) };
}
