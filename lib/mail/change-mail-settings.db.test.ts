import { afterAll, beforeAll, expect, test } from "vitest";
import { replaceSecret } from "@/lib/core/secrets";
import { db } from "@/lib/db/client";
import { admin, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { changeMailSettings } from "./change-mail-settings";
import { startMailServer, type MailServer } from "./mail-server-for-tests";
import { MailSettingsBody } from "./mail-settings";
import { invitation, LINK_SECRET, queue, useServer } from "./mails-for-tests";
import { readQueue } from "./read-dead-letters";
import { readMailSettings } from "./read-mail-settings";
import { sendTestMail } from "./send-test-mail";
import { forgetDeadLetter } from "./settle-dead-letter";

let server: MailServer;
beforeAll(async () => {
  await newCluster();
  server = await startMailServer();
  await useServer(server.port);
});
afterAll(() => server?.close());

test("I12 the password is sealed, never answered, asked for again for another server, and no secret stands in the queue", async () => {
  const ada = await admin();
  const login = { user: "homeport", pass: "the password of the mail server" };
  const locked = await startMailServer({ login });
  const { version } = await db().settings.update({ where: { id: 1 }, data: { smtpUser: null } });
  const body = (over: object) =>
    MailSettingsBody.parse({
      version,
      host: "127.0.0.1",
      port: locked.port,
      security: "none",
      user: login.user,
      password: login.pass,
      from: "vpn@example.org",
      mailUsers: true,
      ...over,
    });
  const saved = await watched(() => changeMailSettings(as(ada, undefined, "save mail"), body({})));
  expect(saved).toMatchObject({ entries: ["ada@example.org: settings.mail mail"], moved: 0 });
  const shown = await readMailSettings(as(ada));
  expect(shown).toMatchObject({ passwordIsSet: true, version: version + 1 });
  expect((await sendTestMail(as(ada), "ada@example.org")).answer).toMatch(/^250/);
  expect(locked.received[0]).toMatchObject({ user: "homeport", to: ["ada@example.org"] });

  expect(await refusal(() => changeMailSettings(as(ada), body({})))).toMatchObject({ code: "state", field: "version" });
  expect(
    await refusal(() =>
      changeMailSettings(as(ada), body({ version: shown.version, host: "evil.example.org", security: "tls", password: undefined })),
    ),
  ).toMatchObject({
    code: "invalid",
    field: "password",
  });
  await changeMailSettings(as(ada), body({ version: shown.version, from: "other@example.org", password: undefined }));
  expect((await sendTestMail(as(ada), "ada@example.org")).answer).toMatch(/^250/);

  await queue(invitation("ann@example.org"));
  const { text } = (
    await db().$queryRaw<{ text: string }[]>`
      SELECT string_agg(t, '') AS text FROM (
        SELECT row_to_json(j)::text AS t FROM pgboss.job j UNION ALL SELECT row_to_json(a)::text FROM pgboss.archive a
        UNION ALL SELECT row_to_json(s)::text FROM secret s UNION ALL SELECT row_to_json(e)::text FROM audit_entry e
        UNION ALL SELECT row_to_json(i)::text FROM idempotency_key i UNION ALL SELECT row_to_json(g)::text FROM settings g) all_rows`
  )[0] ?? { text: "" };
  expect(text).toContain("ann@example.org");
  for (const secret of [login.pass, LINK_SECRET])
    for (const written of [secret, Buffer.from(secret).toString("hex"), Buffer.from(secret).toString("base64").slice(0, -4)])
      expect(text).not.toContain(written);

  await db().$transaction((tx) => replaceSecret(tx, as(ada), "smtp-password", Buffer.from("wrong")));
  expect(await refusal(() => sendTestMail(as(ada), "ada@example.org"))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("does not accept the user name and password"),
  });
  await locked.close();
});

test("only admins change where mails go; operators and auditors may look", async () => {
  const ada = await admin();
  if (ada.kind !== "account") throw new Error("no account");
  const body = MailSettingsBody.parse({ version: 1, host: null, port: 25, security: "none", user: null, from: null, mailUsers: true });
  for (const role of ["operator", "auditor"] as const) {
    expect(await refusal(() => changeMailSettings(as({ ...ada, role }), body))).toMatchObject({ code: "forbidden" });
    expect(await refusal(() => sendTestMail(as({ ...ada, role }), "a@example.org"))).toMatchObject({ code: "forbidden" });
    expect(await refusal(() => forgetDeadLetter(as({ ...ada, role }), "mail", crypto.randomUUID()))).toMatchObject({ code: "forbidden" });
    expect(await readMailSettings(as({ ...ada, role }))).toHaveProperty("port");
  }
  expect(await refusal(() => readQueue(as({ ...ada, role: "none" }), "mail"))).toMatchObject({ code: "forbidden" });
});
