import { z } from "zod";
import { version } from "@/lib/core/version";

const emptyIsNone = (value: unknown) => (value === "" || value === undefined ? null : value);

export const mailAddress = z
  .string({ error: "The e-mail address is missing." })
  .transform((text) => text.trim())
  .pipe(
    z
      .email("The e-mail address is not one: write it like vpn@example.org.")
      .max(200, "The e-mail address is too long: 200 characters at most."),
  );

const HOST = /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const host = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z.union([z.ipv4(), z.ipv6(), z.string().regex(HOST)], {
      error: "The mail server must be a host name or an IP address: smtp.example.org",
    }),
  );

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const secretLine = (what: string, max: number) =>
  z
    .string()
    .max(max, `${what} is too long: ${max} characters at most.`)
    .refine((text) => !UNSEEN.test(text), `${what} has characters that cannot be seen. Type it again without them.`);

/** What the form of the mail page sends. A password that is left out stays; null takes it away. */
export const MailSettingsBody = z
  .strictObject({
    version,
    host: z.preprocess(emptyIsNone, host.nullable()),
    port: z.int("The port is a number from 1 to 65535.").min(1, "The port is 1 at least.").max(65_535, "The port is 65535 at most."),
    security: z.enum(["starttls", "tls", "none"], { error: "security is starttls, tls or none." }),
    user: z.preprocess(emptyIsNone, secretLine("The user name", 200).nullable()),
    password: secretLine("The password", 500).nullable().optional(),
    from: z.preprocess(emptyIsNone, mailAddress.nullable()),
    mailUsers: z.boolean({ error: "mailUsers is true or false." }),
  })
  .refine((body) => body.host === null || body.from !== null, {
    path: ["from"],
    error: "Enter the address that mails come from: vpn@example.org",
  })
  .refine((body) => body.security !== "none" || !body.user || isLoopback(body.host), {
    path: ["security"],
    error: "Without TLS the password would cross the network in clear. Choose STARTTLS or TLS, or leave the user name empty.",
  });
export type MailSettingsBody = z.infer<typeof MailSettingsBody>;

const isLoopback = (name: string | null): boolean => name === "localhost" || name === "::1" || name?.startsWith("127.") === true;

export const MailSettingsAnswer = z.object({
  version: z.number(),
  host: z.string().nullable(),
  port: z.number(),
  security: z.enum(["starttls", "tls", "none"]),
  user: z.string().nullable(),
  /** The password itself is never shown again. */
  passwordIsSet: z.boolean(),
  from: z.string().nullable(),
  mailUsers: z.boolean(),
});
export type MailSettings = z.infer<typeof MailSettingsAnswer>;

export const TestMailBody = z.strictObject({ to: mailAddress });
