import { expect, test } from "vitest";
import { contextFor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { mailIsSet, queueMail, queueMails } from "./queue-mail";

const ctx = contextFor({ kind: "portal" });
const link = "https://vpn.example.org/invitation#kzW3Yt2oQpHkq8n1VbSxwT4mJ0dLrE5uCgAfZiN6yXc";
const invitation = {
  kind: "invitation",
  to: "ann@example.org",
  userName: "Ann Smith",
  device: "laptop",
  clusterName: "Harbour",
  link,
  expiresAt: "2026-12-01T10:00:00.000Z",
  purpose: "first",
} as const;
const jobs = () => db().$queryRaw<{ name: string; text: string }[]>`SELECT name, row_to_json(j)::text AS text FROM pgboss.job j`;

test("without a mail server nothing is queued, and nothing fails", async () => {
  expect(await mailIsSet()).toBe(false);
  expect(await db().$transaction((tx) => queueMail(tx, ctx, invitation))).toBe("no mail server");
  expect(await jobs()).toEqual([]);
});

test("I9 I12: a queued mail commits or is rolled back with its transaction, and its link stands nowhere in clear", async () => {
  await db().settings.update({ where: { id: 1 }, data: { smtpHost: "127.0.0.1", smtpPort: 25, mailFrom: "vpn@example.org" } });
  await expect(
    db().$transaction(async (tx) => {
      await queueMail(tx, ctx, invitation);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await jobs()).toEqual([]);
  expect(await db().$transaction((tx) => queueMails(tx, ctx, [invitation, { ...invitation, to: "bob@example.org" }]))).toBe("queued");
  const rows = await jobs();
  expect(rows.map(({ name }) => name)).toEqual(["mail", "mail"]);
  expect(rows.map(({ text }) => text).join()).toContain("ann@example.org");
  for (const { text } of rows)
    for (const part of [link, link.split("#")[1] ?? "", Buffer.from(link).toString("base64").slice(0, 30), "Ann Smith"])
      expect(text).not.toContain(part);
});

test("users hear of certificates by mail only where the settings say so", async () => {
  await db().settings.update({ where: { id: 1 }, data: { mailUsers: false } });
  const before = (await jobs()).length;
  const mail = {
    kind: "certificate",
    to: "ann@example.org",
    change: "issued",
    userName: "Ann",
    device: "laptop",
    commonName: "ann.laptop.1",
    at: "2026-12-01T10:00:00.000Z",
  } as const;
  await db().$transaction((tx) => queueMail(tx, ctx, mail));
  expect(await jobs()).toHaveLength(before);
  await db().settings.update({ where: { id: 1 }, data: { mailUsers: true } });
  await db().$transaction((tx) => queueMail(tx, ctx, mail));
  expect(await jobs()).toHaveLength(before + 1);
});
