import { TextLink } from "@/app/_ui/link";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import { canStandBehind } from "@/lib/nodes/balancer-settings";
import type { BalancerFacts } from "@/lib/nodes/list-balancers";
import type { NodeRow } from "@/lib/nodes/read";
import { nodeState } from "../../node-state";

/** Each node as the balancer finds it, beside what the node says of itself. */
export function BalancerNodes({ balancer, nodes }: { balancer: BalancerFacts; nodes: readonly NodeRow[] }) {
  const behind = nodes.filter(({ name }) => balancer.nodes.includes(name));
  if (behind.length === 0) return <p className="text-text-soft">No node stands behind it.</p>;
  return (
    <Table
      label="Nodes behind it"
      columns={[
        { name: "Name" },
        { name: "The balancer finds it" },
        { name: "Since" },
        { name: "It says" },
        { name: "Site" },
        { name: "Sent to" },
      ]}
    >
      {behind.map((node) => {
        const health = balancer.backends.find((one) => one.node === node.name);
        return (
          <Row key={node.name}>
            <HeadCell>
              <TextLink href={`/nodes/${node.name}`} className="font-strong">
                {node.name}
              </TextLink>
            </HeadCell>
            <Cell column="The balancer finds it">
              {health ? (
                <State {...(health.up ? { tone: "good", word: "Up" } : { tone: "bad", word: "Down" })} />
              ) : balancer.enrolledAt && !canStandBehind(node) ? (
                // A host name stands in no map.
                <State tone="attention" word="Needs an IP address" />
              ) : (
                <Nothing />
              )}
            </Cell>
            <Cell column="Since">{health ? <Ago at={new Date(health.since)} inRow /> : <Nothing />}</Cell>
            <Cell column="It says">
              <State {...nodeState(node, new Date())} />
            </Cell>
            <Cell column="Site">{node.site}</Cell>
            <Cell column="Sent to" mono>
              {node.address}{" "}
              <span className="text-text-soft">
                {node.proto} {node.port}
              </span>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
