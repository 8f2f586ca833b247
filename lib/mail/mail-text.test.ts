import { expect, it } from "vitest";
import type { Mail } from "./mail";
import { mailText } from "./mail-text";

const portal = new URL("https://vpn.example.org");
const at = "2026-12-01T10:00:00.000Z";
const evil = `Ann\r\nBcc: eve@example.org\u2028<img src=x onerror="alert(1)">`;
const MAILS: Mail[] = [
  ...(["issued", "renewed", "revoked"] as const).map(
    (change): Mail => ({
      kind: "certificate",
      to: "a@example.org",
      change,
      userName: evil,
      device: evil,
      commonName: evil,
      reason: evil,
      at,
    }),
  ),
  ...(["first", "renewal", "reminder"] as const).map(
    (purpose): Mail => ({
      kind: "invitation",
      to: "a@example.org",
      userName: evil,
      device: evil,
      clusterName: evil,
      link: "https://x/#y",
      expiresAt: at,
      purpose,
    }),
  ),
  { kind: "account-invitation", to: "a@example.org", role: evil, link: "https://x/#y", expiresAt: at, invitedBy: evil, clusterName: evil },
  { kind: "alert", to: "a@example.org", raised: true, sentence: evil, href: "/nodes/vpn1", at },
  { kind: "alert", to: "a@example.org", raised: false, sentence: evil.repeat(20), href: "/nodes/vpn1", at },
  { kind: "test", to: "a@example.org" },
];

it.each(MAILS.map((mail) => [JSON.stringify(mail).slice(0, 60), mail] as const))(
  "%s: one line of subject, no markup of others",
  (_, mail) => {
    const { subject, text, html } = mailText(mail, portal);
    expect(subject).not.toMatch(/[\r\n\u2028\u0000-\u001f]/);
    expect(subject.length).toBeGreaterThan(5);
    expect(subject.length).toBeLessThan(400);
    expect(html).not.toContain("<img");
    expect(text).toContain("https://vpn.example.org");
  },
);

it("an alert leads to the portal's page", () => {
  const { text } = mailText(
    { kind: "alert", to: "a@example.org", raised: true, sentence: "vpn1 is silent.", href: "/nodes/vpn1", at },
    portal,
  );
  expect(text).toContain("https://vpn.example.org/nodes/vpn1");
});
