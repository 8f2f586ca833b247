import { TextLink } from "@/app/_ui/link";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { BalancerFacts } from "@/lib/nodes/list-balancers";
import { balancerState } from "./balancer-state";

/** What stands before the nodes, with the nodes behind it. */
export function BalancersTable({ balancers }: { balancers: readonly BalancerFacts[] }) {
  return (
    <Table
      label="Load balancers"
      columns={[
        { name: "Name" },
        { name: "State" },
        { name: "Site" },
        { name: "Clients connect to" },
        { name: "Behind it" },
        { name: "Last report" },
      ]}
    >
      {balancers.map((balancer) => (
        <Row key={balancer.name}>
          <HeadCell>
            <TextLink href={`/nodes/balancers/${balancer.name}`} className="font-strong">
              {balancer.name}
            </TextLink>
          </HeadCell>
          <Cell column="State">
            <State {...balancerState(balancer)} />
          </Cell>
          <Cell column="Site">{balancer.site ?? <Nothing />}</Cell>
          <Cell column="Clients connect to" mono>
            {balancer.remotes.length === 0 ? <Nothing /> : null}
            {balancer.remotes.map(({ id, address, port, proto }) => (
              <span key={id} className="block">
                {address}{" "}
                <span className="text-text-soft">
                  {proto} {port}
                </span>
              </span>
            ))}
          </Cell>
          <Cell column="Behind it">{balancer.nodes.join(", ") || <Nothing />}</Cell>
          <Cell column="Last report">{balancer.reportedAt ? <Ago at={balancer.reportedAt} inRow /> : <Nothing />}</Cell>
        </Row>
      ))}
    </Table>
  );
}
