// For tests: a real SMTP server on this machine that keeps what it takes.
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

export type Received = { from: string; to: string[]; raw: string; mail: Email; user: string | null };
export type MailServer = { port: number; received: Received[]; close: () => Promise<void> };

type Options = {
  port?: number;
  login?: { user: string; pass: string };
  /** What it answers to a recipient: an SMTP code and its words. Null takes the mail. */
  refuse?: (to: string) => { code: number; words: string } | null;
};

async function keep(raw: string, session: SMTPServerSession, received: Received[]): Promise<void> {
  const mail = await PostalMime.parse(raw);
  const { mailFrom, rcptTo } = session.envelope;
  const user = typeof session.user === "string" ? session.user : null;
  received.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address), raw, mail, user });
}

export async function startMailServer({ port = 0, login, refuse = () => null }: Options = {}): Promise<MailServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: login ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    allowInsecureAuth: true,
    authOptional: !login,
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, _session, done) =>
      auth.username === login?.user && auth.password === login?.pass
        ? done(null, { user: auth.username })
        : done(new Error("Invalid user name or password")),
    onRcptTo: ({ address }, _session, done) => {
      const no = refuse(address);
      done(no ? Object.assign(new Error(no.words), { responseCode: no.code }) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => void keep(Buffer.concat(chunks).toString("utf8"), session, received).finally(() => done(null)));
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const bound = server.server.address();
  return {
    port: typeof bound === "object" && bound ? bound.port : 0,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
