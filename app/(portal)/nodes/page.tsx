import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import { listNodes } from "@/lib/nodes/read";
import { nodeState } from "./node-state";

export default async function NodesPage() {
  const ctx = await pageContext();
  const { value: nodes, forbidden } = await reading(listNodes(ctx));
  if (!nodes) return <Forbidden title="Nodes" sentence={forbidden} />;
  const add = (
    <ButtonLink look="accent" href="/nodes/new">
      Add node
    </ButtonLink>
  );
  return (
    <>
      <PageHead title="Nodes" count={nodes.length} actions={nodes.length > 0 ? add : null} />
      {nodes.length === 0 ? (
        <Empty sentence="No nodes yet. A node is an OpenVPN server that pulls its files from here.">{add}</Empty>
      ) : (
        <Table
          label="Nodes"
          columns={[
            { name: "Name" },
            { name: "State" },
            { name: "Public address" },
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
                {node.address}{" "}
                <span className="text-text-soft">
                  {node.proto} {node.port}
                </span>
              </Cell>
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
      )}
    </>
  );
}
