import { Copyable } from "@/app/_ui/copyable";
import { lasted } from "@/app/_ui/moments";
import { Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { Ago, Moment } from "@/app/_ui/time";
import type { NodeDetails } from "@/lib/nodes/read";

export function NodeProperties({ node }: { node: NodeDetails }) {
  return (
    <Section id="facts" title="Node">
      <Properties>
        <Property name="Site">{node.site}</Property>
        <Property name="Public address">
          <Copyable text={node.address} what="public address" />
        </Property>
        <Property name="Port">
          {node.port} <span className="text-text-soft">{node.proto.toUpperCase()}</span>
        </Property>
        <Property name="Interface">
          <span className="font-mono text-small">{node.interface}</span>
        </Property>
        {node.coreInterface ? (
          <Property name="Core interface">
            <span className="font-mono text-small">{node.coreInterface}</span>
          </Property>
        ) : null}
        {node.routerId ? (
          <Property name="Router ID">
            <Copyable text={node.routerId} what="router ID" />
          </Property>
        ) : null}
        <Property name="Joined">{node.enrolledAt ? <Ago at={node.enrolledAt} /> : null}</Property>
        {node.enrolledAt ? <OfItsAgent node={node} /> : null}
      </Properties>
    </Section>
  );
}

/** What it says itself, once it has joined. */
function OfItsAgent({ node }: { node: NodeDetails }) {
  return (
    <>
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
            {node.state === "removed" ? "revoked, would have ended" : "valid until"} <Moment at={node.certificateNotAfter} />
          </>
        ) : null}
      </Property>
      <Property name="OpenVPN">
        {node.openvpnVersion ? (
          <>
            {node.openvpnVersion}
            {node.openvpnRunning && node.openvpnStartedAt ? (
              <span className="text-text-soft">
                , started <Ago at={node.openvpnStartedAt} />
              </span>
            ) : null}
          </>
        ) : null}
      </Property>
      <Property name="Agent">{node.agentVersion}</Property>
      <Property name="Clock">
        {node.clockOffsetMs === null
          ? null
          : Math.abs(node.clockOffsetMs) < 1000
            ? "agrees with the portal’s"
            : `${lasted(Math.abs(node.clockOffsetMs))} ${node.clockOffsetMs > 0 ? "ahead of" : "behind"} the portal’s`}
      </Property>
    </>
  );
}
