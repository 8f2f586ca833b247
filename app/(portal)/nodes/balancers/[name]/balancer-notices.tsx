import { Notice } from "@/app/_ui/notice";
import { Moment } from "@/app/_ui/time";
import type { BalancerFacts } from "@/lib/nodes/list-balancers";

/** What needs a person, worst first, in words. */
export function BalancerNotices({
  balancer,
  idle,
}: {
  balancer: BalancerFacts /** Nodes that none of its remotes sends anybody to. */;
  idle: readonly string[];
}) {
  const { name, removedAt, silent, reportedAt, nodes, remotes, enrolledAt, joinExpiresAt, faults } = balancer;
  if (removedAt) return null;
  return (
    <div className="mb-6 flex flex-col gap-3 empty:hidden">
      {silent ? (
        <Notice tone="bad" title="Silent">
          <p>
            {reportedAt ? (
              <>
                Nothing has come from {name} since <Moment at={reportedAt} />.
              </>
            ) : (
              `Nothing has come from ${name} since it joined.`
            )}{" "}
            It goes on with the nodes that it knows and looks after them itself. Check the machine and its way to the portal.
          </p>
        </Notice>
      ) : null}
      {nodes.length === 0 ? (
        <Notice tone="bad">
          <p>No node stands behind {name}: whoever connects there finds nobody. Put one behind it, or remove the balancer.</p>
        </Notice>
      ) : null}
      {remotes.length === 0 ? (
        <Notice tone="attention">
          <p>No profile leads here: {name} has no remote. Add one to the list of remotes.</p>
        </Notice>
      ) : null}
      {idle.map((node) => (
        <Notice key={node} tone="attention">
          <p>
            No remote of {name} sends anybody to {node}: it speaks another protocol, or has an address of the other kind of IP. Add a remote
            that fits, or take the node out.
          </p>
        </Notice>
      ))}
      {!enrolledAt && joinExpiresAt && joinExpiresAt > new Date() ? (
        <Notice title={`The agent of ${name} has not joined`}>
          <p>
            Its join command is good until <Moment at={joinExpiresAt} />. With nginx, or a balancer of somebody else’s, there is none to
            wait for.
          </p>
        </Notice>
      ) : null}
      {faults.map((fault) => (
        <Notice key={fault.code + fault.sentence} tone="attention">
          <p>{fault.sentence}</p>
        </Notice>
      ))}
    </div>
  );
}
