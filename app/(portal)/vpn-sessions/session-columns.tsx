import type { ReactNode } from "react";
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
type SessionColumn = { name: string; number?: boolean; mono?: boolean; say: (session: ShownSession) => ReactNode };

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
        <TextLink href={`/nodes/${node}`}>{node}</TextLink>
        {site ? <span className="ml-2 text-small text-text-soft">{site}</span> : null}
      </>
    ),
  },
  ipv4: { name: "IPv4", mono: true, say: ({ ipv4 }) => ipv4 ?? <Nothing /> },
  ipv6: { name: "IPv6", mono: true, say: ({ ipv6 }) => <span className="wrap-anywhere">{ipv6 ?? <Nothing />}</span> },
  from: { name: "From", mono: true, say: (session) => <Whence session={session} /> },
  since: { name: "Since", say: ({ since }) => <Ago at={since} inRow /> },
  began: { name: "Began", say: ({ since }) => <Moment at={since} inRow /> },
  ended: { name: "Ended", say: ({ until }) => (until ? <Moment at={until} inRow /> : <Nothing />) },
  received: { name: "Received", number: true, say: ({ bytesIn }) => bytes(bytesIn) },
  sent: { name: "Sent", number: true, say: ({ bytesOut }) => bytes(bytesOut) },
} as const satisfies Record<string, SessionColumn>;
export type SessionColumnName = keyof typeof SESSION_COLUMNS;
export const columnOf = (name: SessionColumnName): SessionColumn => SESSION_COLUMNS[name];

/** The person over the common name; the common name alone where nobody has it any more. */
function Who({ session }: { session: ShownSession }) {
  const { commonName, username, name, contested } = session;
  return (
    <>
      {username ? (
        <TextLink href={`/users/${username}`} className="mr-2 font-strong wrap-anywhere">
          {name ?? username}
        </TextLink>
      ) : null}
      <span className="inline-block font-mono text-small font-normal wrap-anywhere text-text-soft">{commonName}</span>
      {contested ? (
        <span className="block text-small font-normal">
          <State tone="attention" word="In use in two places" />
        </span>
      ) : null}
    </>
  );
}

/** Behind a balancer that hides its clients, the balancer's own address says nothing of them. */
function Whence({ session: { source, via } }: { session: ShownSession }) {
  if (via) return <span className="font-sans text-text-soft">via {via}</span>;
  return source === null ? <Nothing /> : <span className="wrap-anywhere">{source}</span>;
}
