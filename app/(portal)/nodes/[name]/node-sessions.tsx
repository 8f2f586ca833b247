import { TextLink } from "@/app/_ui/link";
import { Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import type { NodeDetails } from "@/lib/nodes/read";
import { SessionTable } from "../../vpn-sessions/session-table";

/** Who is connected to this node now, as the node says. */
export function NodeSessions({ node, cursor }: { node: NodeDetails; cursor: string | undefined }) {
  const { sessions } = node;
  return (
    <Section
      id="sessions"
      title="VPN sessions"
      beside={
        <>
          {sessions.length > 0 ? <span className="text-text-soft tabular-nums">{node.vpnSessions.toLocaleString("en-GB")}</span> : null}
          <TextLink href={`/vpn-sessions?node=${node.name}`}>Search and end</TextLink>
          <TextLink href={`/vpn-sessions/history?node=${node.name}`}>History</TextLink>
        </>
      }
    >
      {sessions.length === 0 ? (
        <p className="text-text-soft">{cursor ? "There is nobody on this page." : "Nobody is connected here now."}</p>
      ) : (
        <SessionTable
          label="VPN sessions"
          sessions={sessions.map((session) => ({ ...session, node: node.name, key: `${session.commonName} ${session.source}` }))}
          columns={["who", "addresses", "from", "since", "received", "sent"]}
        />
      )}
      <Pager path={`/nodes/${node.name}`} params={{ cursor }} previous={node.previous} next={node.next} />
    </Section>
  );
}
