import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Copyable } from "@/app/_ui/copyable";
import { Forbidden } from "@/app/_ui/forbidden";
import { lasted } from "@/app/_ui/moments";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Moment } from "@/app/_ui/time";
import { NODE_NAME } from "@/lib/nodes/naming";
import { readNode } from "@/lib/nodes/read";
import { nodeState } from "../node-state";
import { NewJoinCommand } from "./new-join-command";
import { NodeSessions } from "./node-sessions";

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function NodePage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const name = decodeURIComponent((await params).name);
  if (!NODE_NAME.test(name)) notFound();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: node, forbidden } = await reading(readNode(ctx, name, { cursor }));
  if (forbidden !== null) return <Forbidden title={name} sentence={forbidden} />;
  if (!node) notFound();
  const path = `/api/v1/nodes/${encodeURIComponent(name)}`;
  const removed = node.state === "removed";
  return (
    <>
      <PageHead
        title={node.name}
        above={[{ name: "Nodes", href: "/nodes" }]}
        beside={<State {...nodeState(node, new Date())} />}
        actions={
          removed ? null : (
            <>
              <NewJoinCommand path={`${path}/join`} node={node.name} />
              <ConfirmDialog
                verb="Remove node"
                title={`Remove ${node.name}`}
                method="DELETE"
                path={path}
                type={{ label: "Node name", text: node.name }}
                then="/nodes"
              >
                <p>
                  {node.name} gets nothing from the portal any more: its token and its certificate are revoked, and new profiles do not name
                  it.
                </p>
                <p>OpenVPN on the machine goes on with what it has until you stop it there. This cannot be undone.</p>
              </ConfirmDialog>
            </>
          )
        }
      />
      <div className="mb-6 flex flex-col gap-3 empty:hidden">
        {node.state === "joining" ? (
          <Notice title={`${node.name} has not joined yet`}>
            <p>
              Run its join command on the machine
              {node.joinExpiresAt ? (
                <>
                  ; it is good until <Moment at={node.joinExpiresAt} />
                </>
              ) : null}
              . Where it is lost or expired, make a new one.
            </p>
          </Notice>
        ) : null}
        {node.silent ? (
          <Notice tone="bad" title="Silent">
            <p>
              {node.reportedAt ? (
                <>
                  Nothing has come from {node.name} since <Moment at={node.reportedAt} />.
                </>
              ) : (
                `Nothing has come from ${node.name} since it joined.`
              )}{" "}
              It goes on with what it has
              {node.crlNextUpdate ? (
                <>
                  {" "}
                  until its CRL ends on <Moment at={node.crlNextUpdate} />
                </>
              ) : null}
              . Check the machine and its way to the portal.
            </p>
          </Notice>
        ) : null}
        {removed && node.certificateNotAfter && node.certificateNotAfter > new Date() ? (
          <Notice tone="attention">
            <p>
              Clients hold no CRL: whoever has this node’s key can pose as it until <Moment at={node.certificateNotAfter} />.
            </p>
          </Notice>
        ) : null}
        {node.faults.map((fault) => (
          <Notice key={fault.code + fault.sentence} tone="attention">
            <p>{fault.sentence}</p>
          </Notice>
        ))}
      </div>
      <Section id="facts" title="Node">
        <Properties>
          <Property name="Public address">
            <Copyable text={node.address} what="public address" />
          </Property>
          <Property name="Port">
            {node.port} <span className="text-text-soft">{node.proto.toUpperCase()}</span>
          </Property>
          <Property name="Interface">
            <span className="font-mono text-small">{node.interface}</span>
          </Property>
          <Property name="Joined">{node.enrolledAt ? <Ago at={node.enrolledAt} /> : null}</Property>
          <Property name="Last report">{node.reportedAt ? <Ago at={node.reportedAt} /> : null}</Property>
          <Property name="Revision">
            {node.revision === null ? null : (
              <span className="tabular-nums">
                {String(node.revision)}
                {node.behind > 0 ? <span className="text-text-soft">, behind by {node.behind}</span> : null}
              </span>
            )}
          </Property>
          <Property name="CRL">
            {node.crlNextUpdate ? (
              <>
                in force until <Moment at={node.crlNextUpdate} />
                {node.crlThisUpdate ? (
                  <span className="text-text-soft">
                    , dated <Moment at={node.crlThisUpdate} />
                  </span>
                ) : null}
              </>
            ) : null}
          </Property>
          <Property name="Certificate">
            {node.certificateNotAfter ? (
              <>
                valid until <Moment at={node.certificateNotAfter} />
              </>
            ) : null}
          </Property>
          <Property name="OpenVPN">{node.openvpnVersion}</Property>
          <Property name="Agent">{node.agentVersion}</Property>
          <Property name="Clock">
            {node.clockOffsetMs === null
              ? null
              : Math.abs(node.clockOffsetMs) < 1000
                ? "agrees with the portal’s"
                : `${lasted(Math.abs(node.clockOffsetMs))} ${node.clockOffsetMs > 0 ? "ahead of" : "behind"} the portal’s`}
          </Property>
        </Properties>
      </Section>
      {removed ? null : <NodeSessions node={node} cursor={cursor} />}
    </>
  );
}
