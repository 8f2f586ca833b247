import { createTransport, type Transporter } from "nodemailer";
import type { Settings } from "@/lib/core/settings";
import { env } from "@/lib/env";
import type { Mail } from "./mail";
import { mailText } from "./mail-text";

/** One address and nothing more: no list, no name, no line break (RFC 5321 4.1.2). */
const ONE_ADDRESS = /^[^\s@<>(),;:"\\\p{Cc}]{1,64}@[^\s@<>(),;:"\\\p{Cc}]{1,190}$/u;

export type Smtp = Pick<Settings, "smtpHost" | "smtpPort" | "smtpSecurity" | "smtpUser" | "mailFrom">;

/** A connection to the mail server that the settings name, for a few mails at once. Ask `close` of it at the end. */
export function openSmtp(smtp: Smtp, password: string | null): Transporter {
  return createTransport({
    host: smtp.smtpHost ?? "",
    port: smtp.smtpPort ?? 587,
    secure: smtp.smtpSecurity === "tls",
    requireTLS: smtp.smtpSecurity === "starttls",
    ignoreTLS: smtp.smtpSecurity === "none",
    ...(smtp.smtpUser ? { auth: { user: smtp.smtpUser, pass: password ?? "" } } : {}),
    pool: true,
    maxConnections: 4,
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Sends one mail and returns what the server said. Addresses go in as objects, so that no name and no list is read out of them. */
export async function sendMail(transport: Transporter, smtp: Smtp, mail: Mail): Promise<string> {
  if (!ONE_ADDRESS.test(mail.to)) throw new Unsendable(`${JSON.stringify(mail.to).slice(0, 80)} is not one e-mail address.`);
  const said = await transport.sendMail({
    from: { name: "Homeport", address: smtp.mailFrom ?? "" },
    to: { name: "", address: mail.to },
    ...mailText(mail, env().url),
    // Nobody's out-of-office note needs to answer a machine (RFC 3834 5).
    headers: { "Auto-Submitted": "auto-generated" },
  });
  return said.response ?? "";
}

/** Trying again would not help. */
export class Unsendable extends Error {}

/** What went wrong in a sentence, and whether another try may help. A server's words are capped: they are shown on a page. */
export function whyNotSent(error: unknown, smtp: Smtp): { sentence: string; forGood: boolean } {
  if (error instanceof Unsendable) return { sentence: error.message, forGood: true };
  const field = (name: string): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined);
  const code = String(field("code") ?? "");
  const status = Number(field("responseCode") ?? 0);
  const said = typeof field("response") === "string" ? `: ${lineOf(String(field("response")))}` : ".";
  const server = `${smtp.smtpHost ?? "The mail server"} port ${smtp.smtpPort ?? 587}`;
  if (code === "EAUTH") return { sentence: `${server} does not accept the user name and password${said}`, forGood: false };
  if (status >= 500 && (code === "EENVELOPE" || code === "EMESSAGE"))
    return { sentence: `${server} refused the mail${said}`, forGood: true };
  if (status >= 400) return { sentence: `${server} did not take the mail${said}`, forGood: false };
  if (code === "ETLS") return { sentence: `${server} offers no TLS as the settings ask for${said}`, forGood: false };
  const words = error instanceof Error ? lineOf(error.message) : "no reason was given";
  return { sentence: `${server} cannot be reached: ${words}`, forGood: false };
}

const lineOf = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .slice(0, 200)
    .trim();
