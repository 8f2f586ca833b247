import type { ReactNode } from "react";
import { Breakable } from "@/app/_ui/breakable";
import { bytes } from "@/app/_ui/bytes";
import { TextLink } from "@/app/_ui/link";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Moment } from "@/app/_ui/time";

/** A VPN session of now or of before, as far as the list that has it knows. */
export type ShownSession = {
  key: string;
  node: string;
  site?: string;
  commonName: string;
  username?: string | null;
  name?: string | null;
  ipv4: string | null;
  ipv6: string | null;
  source: string | null;
  /** The balancer that hides it, where the list has found out already. */
  via?: string | null;
  since: Date;
  /** Null while it goes on. */
  until?: Date | null;
  bytesIn: bigint;
  bytesOut: bigint;
  contested?: boolean;
  /** What can be done to it, at the end of its row. */
  menu?: ReactNode;
};

/** What a column is called, how it is set, and what it says of a VPN session. */
type SessionColumn = { name: string; number?: boolean; say: (session: ShownSession) => ReactNode };

/** Every column that a table of VPN sessions may have; each list chooses which, and in which order. */
export const SESSION_COLUMNS = {
  who: { name: "User", say: (session) => <Who session={session} /> },
  profile: {
    name: "Profile",
    say: ({ commonName }) => <span className="font-mono text-small font-normal wrap-anywhere">{commonName}</span>,
  },
  node: {
    name: "Node",
    say: ({ node, site }) => (
      <>
        <TextLink href={`/nodes/${node}`} className="mr-2">
          {node}
        </TextLink>
        {site ? (
          <span title={site} className="inline-block max-w-full truncate align-bottom text-small text-text-soft @min-[850px]/page:max-w-24">
            {site}
          </span>
        ) : null}
      </>
    ),
  },
  ipv4: { name: "IPv4", say: ({ ipv4 }) => <Mono text={ipv4} /> },
  addresses: {
    name: "Addresses",
    say: ({ ipv4, ipv6 }) =>
      ipv4 === null && ipv6 === null ? (
        <Nothing />
      ) : (
        <>
          {ipv4 ? <Mono text={ipv4} line /> : null}
          {ipv6 ? <Mono text={ipv6} line /> : null}
        </>
      ),
  },
  from: { name: "From", say: ({ source, via }) => (via ? <span className="text-text-soft">via {via}</span> : <Mono text={source} />) },
  since: { name: "Since", say: ({ since }) => <Ago at={since} inRow /> },
  began: { name: "Began", say: ({ since }) => <Moment at={since} inRow /> },
  ended: { name: "Ended", say: ({ until }) => (until ? <Moment at={until} inRow /> : <Nothing />) },
  received: { name: "Received", number: true, say: ({ bytesIn }) => <span className="whitespace-nowrap">{bytes(bytesIn)}</span> },
  sent: { name: "Sent", number: true, say: ({ bytesOut }) => <span className="whitespace-nowrap">{bytes(bytesOut)}</span> },
} as const satisfies Record<string, SessionColumn>;
export type SessionColumnName = keyof typeof SESSION_COLUMNS;
export const columnOf = (name: SessionColumnName): SessionColumn => SESSION_COLUMNS[name];

/** The person over the common name; the common name alone where nobody has it any more. */
function Who({ session }: { session: ShownSession }) {
  const { commonName, username, name, contested } = session;
  return (
    <>
      {username ? (
        <TextLink href={`/users/${username}`} className="mr-2 font-strong wrap-anywhere @min-[850px]/page:block @min-[850px]/page:w-fit">
          {name ?? username}
        </TextLink>
      ) : null}
      <span className={`inline-block font-mono text-small font-normal text-text-soft ${lineOf(commonName)}`}>{commonName}</span>
      {contested ? (
        <span className="block text-small font-normal">
          <State tone="attention" word="In use in two places" />
        </span>
      ) : null}
    </>
  );
}

/** Longer ones, such as an IPv6 address with its port, are broken where the table needs it; on a card all but the shortest. */
const UNBROKEN = 28;
const SHORT = 26;
// What may break after a colon does so in `nowrap` too.
const lineOf = ({ length }: string) =>
  length <= UNBROKEN ? "wrap-anywhere @min-[850px]/page:whitespace-nowrap @min-[850px]/page:[&>wbr]:hidden" : "wrap-anywhere";
const breaksOf = (text: string) => (text.length <= SHORT ? "whitespace-nowrap [&>wbr]:hidden" : lineOf(text));

function Mono({ text, line }: { text: string | null; line?: boolean }) {
  if (text === null) return <Nothing />;
  return (
    <span className={`font-mono text-small ${breaksOf(text)} ${line ? "block" : ""}`}>
      <Breakable text={text} />
    </span>
  );
}
