import { lasted } from "@/app/_ui/moments";
import { TextLink } from "@/app/_ui/link";
import { Properties, Property } from "@/app/_ui/properties";
import { Ago, Moment } from "@/app/_ui/time";
import type { BalancerFacts } from "@/lib/nodes/list-balancers";

export function BalancerProperties({ balancer }: { balancer: BalancerFacts }) {
  const { remotes } = balancer;
  return (
    <Properties>
      <Property name="Clients connect to">
        {remotes.length === 0 ? null : (
          <span className="flex flex-col">
            {remotes.map(({ id, address, port, proto }) => (
              <TextLink key={id} href={`/nodes/remotes/${id}`} className="font-mono text-small wrap-anywhere">
                {address} {proto} {port}
              </TextLink>
            ))}
          </span>
        )}
      </Property>
      <Property name="Site">{balancer.site}</Property>
      <Property name="Nodes see">
        {balancer.hidesSources ? (
          <span>
            its own address: <span className="font-mono text-small wrap-anywhere">{balancer.ownAddresses.join(", ")}</span>
          </span>
        ) : (
          "the clients’ addresses"
        )}
      </Property>
      <Property name="Added">
        <Ago at={balancer.createdAt} />
      </Property>
      {balancer.removedAt ? (
        <Property name="Removed">
          <Moment at={balancer.removedAt} />
        </Property>
      ) : null}
      <Property name="Agent joined">{balancer.enrolledAt ? <Ago at={balancer.enrolledAt} /> : null}</Property>
      {balancer.enrolledAt ? <OfItsAgent balancer={balancer} /> : null}
    </Properties>
  );
}

/** What it says itself, once it has joined. */
function OfItsAgent({ balancer }: { balancer: BalancerFacts }) {
  const { clockOffsetMs } = balancer;
  return (
    <>
      <Property name="Last report">{balancer.reportedAt ? <Ago at={balancer.reportedAt} /> : null}</Property>
      <Property name="Revision">
        {balancer.revision === null ? null : (
          <span className="tabular-nums">
            {String(balancer.revision)}
            {balancer.behind > 0 ? <span className="text-text-soft">, behind by {balancer.behind}</span> : null}
          </span>
        )}
      </Property>
      <Property name="Agent">{balancer.agentVersion}</Property>
      <Property name="Clock">
        {clockOffsetMs === null
          ? null
          : Math.abs(clockOffsetMs) < 1000
            ? "agrees with the portal’s"
            : `${lasted(Math.abs(clockOffsetMs))} ${clockOffsetMs > 0 ? "ahead of" : "behind"} the portal’s`}
      </Property>
    </>
  );
}
