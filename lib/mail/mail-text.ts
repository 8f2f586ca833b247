import type { Mail } from "./mail";

export type MailText = { subject: string; text: string; html: string };
type Part = string | { link: string };

/** A mail in words, as plain text and as simple HTML. `portal` is the address that people open. */
export function mailText(mail: Mail, portal: URL): MailText {
  const { subject, parts } = written(mail, portal);
  const text = `${parts.map((part) => (typeof part === "string" ? part : part.link)).join("\n\n")}\n\n-- \nHomeport, ${portal.origin}\n`;
  const html = [
    `<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5">`,
    ...parts.map((part) =>
      typeof part === "string" ? `<p>${escaped(part)}</p>` : `<p><a href="${escaped(part.link)}">${escaped(part.link)}</a></p>`,
    ),
    `<p style="color:#666">Homeport, ${escaped(portal.origin)}</p></body></html>`,
  ].join("\n");
  return { subject: oneLine(subject), text, html };
}

function written(mail: Mail, portal: URL): { subject: string; parts: Part[] } {
  switch (mail.kind) {
    case "certificate":
      return certificate(mail);
    case "invitation":
      return invitation(mail);
    case "account-invitation":
      return {
        subject: `Your account for the VPN portal of ${mail.clusterName}`,
        parts: [
          `${mail.invitedBy} invites you to the VPN portal of ${mail.clusterName}${mail.role === "none" ? "" : ` (${mail.role})`}. Open this link and choose a password:`,
          { link: mail.link },
          `The link works once, until ${at(mail.expiresAt)}. Keep it to yourself. If you did not expect this, do not open it.`,
        ],
      };
    case "alert":
      return {
        subject: `${mail.raised ? "Needs a person" : "Over"}: ${short(mail.sentence)}`,
        parts: [
          mail.raised ? mail.sentence : `This is over since ${at(mail.at)}: ${mail.sentence}`,
          ...(mail.raised ? [`Seen ${at(mail.at)}. You get one mail when it begins and one when it is over.`] : []),
          { link: new URL(mail.href, portal).href },
        ],
      };
    case "test":
      return { subject: "Test mail from Homeport", parts: ["This is the test mail that you asked for. The mail settings work."] };
  }
}

function certificate({ change, userName, device, commonName, reason, at: when }: Extract<Mail, { kind: "certificate" }>) {
  const what = {
    issued: {
      subject: `A VPN profile was made for your device ${device}`,
      text: `a VPN profile was made for your device ${device} on ${at(when)}. Its certificate is ${commonName}.`,
    },
    renewed: {
      subject: `The VPN profile of your device ${device} was renewed`,
      text: `the VPN profile of your device ${device} was renewed on ${at(when)}. Its new certificate is ${commonName}; the addresses stay the same. Use the new profile from now on: the old one ends soon after the new one is first used.`,
    },
    revoked: {
      subject: `The VPN profile of your device ${device} no longer works`,
      text: `the certificate ${commonName} of your device ${device} was revoked on ${at(when)}${reason ? ` (${reason})` : ""}. Its VPN profile no longer works.`,
    },
  }[change];
  return {
    subject: what.subject,
    parts: [`Hello ${userName},`, what.text, "If this is not what you expect, tell your admin now."],
  };
}

function invitation(mail: Extract<Mail, { kind: "invitation" }>): { subject: string; parts: Part[] } {
  const what = {
    first: {
      subject: `Your VPN profile for ${mail.clusterName}`,
      text: `your VPN profile for ${mail.device} is ready to be made. Open this link on the device that it is for:`,
    },
    renewal: {
      subject: `Renew your VPN profile for ${mail.clusterName}`,
      text: `the VPN profile of ${mail.device} should be renewed. Open this link on that device; its addresses stay the same:`,
    },
    reminder: {
      subject: `Reminder: your VPN profile for ${mail.clusterName}`,
      text: `you have not made your VPN profile for ${mail.device} yet. Open this link on the device that it is for:`,
    },
  }[mail.purpose];
  return {
    subject: what.subject,
    parts: [
      `Hello ${mail.userName},`,
      what.text,
      { link: mail.link },
      `The link works once, until ${at(mail.expiresAt)}. The key is made on your device and never leaves it. Keep the link to yourself.`,
    ],
  };
}

const at = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** A subject is one header line: whatever could end it, or hide in it, becomes a space (RFC 5322 2.2). */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

const short = (sentence: string): string => ([...sentence].length > 90 ? `${[...sentence].slice(0, 89).join("")}…` : sentence);

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
