import { Empty } from "@/app/_ui/empty";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { Nothing } from "@/app/_ui/properties";
import { State, type Tone } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import type { Routing } from "@/lib/nodes/read-routing";

/** Each node's place in the routing, and where to give it one. */
export function RoutingNodes({ routing: { nodes, protocol }, admin }: { routing: Routing; admin: boolean }) {
  if (nodes.length === 0)
    return (
      <Empty sentence="No nodes yet. Each will need a core interface and a router ID.">
        {admin ? <ButtonLink href="/nodes/new">Add node</ButtonLink> : null}
      </Empty>
    );
  return (
    <Table
      label="Nodes in the routing"
      columns={[{ name: "Node" }, { name: "Routing" }, { name: "Site" }, { name: "Core interface" }, { name: "Router ID" }]}
    >
      {nodes.map((node) => (
        <Row key={node.name}>
          <HeadCell>
            <TextLink href={`/nodes/${node.name}`} className="font-strong">
              {node.name}
            </TextLink>
          </HeadCell>
          <Cell column="Routing">
            <State {...placeOf(node, protocol)} />
            {admin && (node.coreInterface === null || node.routerId === null) ? (
              <TextLink href={`/nodes/${node.name}/edit`} className="ml-4 inline-block">
                Edit {node.name}
              </TextLink>
            ) : null}
          </Cell>
          <Cell column="Site">{node.site}</Cell>
          <Cell column="Core interface" mono>
            {node.coreInterface ?? <Nothing />}
          </Cell>
          <Cell column="Router ID" mono>
            {node.routerId ?? <Nothing />}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function placeOf({ state, coreInterface, routerId }: Routing["nodes"][number], protocol: string): { tone: Tone; word: string } {
  const lacks = [...(coreInterface === null ? ["core interface"] : []), ...(routerId === null ? ["router ID"] : [])];
  if (lacks.length > 0) return { tone: protocol === "none" ? "muted" : "attention", word: `No ${lacks.join(", no ")}` };
  if (state === "joining") return { tone: "muted", word: "Has not joined yet" };
  return protocol === "none" ? { tone: "neutral", word: "Ready" } : { tone: "good", word: "Takes part" };
}
