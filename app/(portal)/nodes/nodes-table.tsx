import { Breakable } from "@/app/_ui/breakable";
import { TextLink } from "@/app/_ui/link";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { NodeRow } from "@/lib/nodes/read";
import { nodeState } from "./node-state";

/** The nodes of a site, or of all. `reached` says how clients come to each. */
export function NodesTable({ label, nodes, reached }: { label: string; nodes: readonly NodeRow[]; reached: (node: string) => string[] }) {
  return (
    <Table
      label={label}
      columns={[
        { name: "Name", width: "w-[10%]" },
        { name: "State", width: "w-[19%]" },
        { name: "Public address", width: "w-[24%]" },
        { name: "Reached", width: "w-[10%]" },
        { name: "VPN sessions", number: true },
        { name: "Revision", number: true },
        { name: "CRL until" },
        { name: "Last report" },
      ]}
    >
      {nodes.map((node) => (
        <Row key={node.name}>
          <HeadCell>
            <TextLink href={`/nodes/${node.name}`} className="font-strong">
              {node.name}
            </TextLink>
          </HeadCell>
          <Cell column="State">
            <State {...nodeState(node, new Date())} />
          </Cell>
          <Cell column="Public address" mono>
            <Breakable text={node.address} />{" "}
            <span className="text-text-soft">
              {node.proto} {node.port}
            </span>
          </Cell>
          <Cell column="Reached">{reached(node.name).join(", ") || <span className="text-attention">by nobody</span>}</Cell>
          <Cell column="VPN sessions" number>
            {node.vpnSessions}
          </Cell>
          <Cell column="Revision" number>
            {node.revision === null ? <Nothing /> : String(node.revision)}
          </Cell>
          <Cell column="CRL until">{node.crlNextUpdate ? <Ago at={node.crlNextUpdate} inRow /> : <Nothing />}</Cell>
          <Cell column="Last report">{node.reportedAt ? <Ago at={node.reportedAt} inRow /> : <Nothing />}</Cell>
        </Row>
      ))}
    </Table>
  );
}
