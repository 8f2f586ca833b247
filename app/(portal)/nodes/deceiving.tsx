import { TextLink } from "@/app/_ui/link";
import { Section } from "@/app/_ui/page-head";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import type { Deceiving } from "@/lib/nodes/list-deceiving";

/** Nodes that are gone, for as long as somebody with their key could pose as one. */
export function DeceivingNodes({ nodes }: { nodes: readonly Deceiving[] }) {
  if (nodes.length === 0) return null;
  return (
    <Section id="removed" title="Removed nodes">
      <p className="mb-3 max-w-[720px] text-text-soft">
        Their tokens are dead and their certificates revoked, but clients hold no CRL: whoever has such a node’s key could deceive them
        until its certificate ends.
      </p>
      <Table label="Removed nodes" columns={[{ name: "Name" }, { name: "Removed" }, { name: "Could deceive until" }]}>
        {nodes.map(({ name, removedAt, until }) => (
          <Row key={name}>
            <HeadCell>
              <TextLink href={`/nodes/${name}`} className="font-strong">
                {name}
              </TextLink>
            </HeadCell>
            <Cell column="Removed">{removedAt ? <Moment at={removedAt} inRow /> : null}</Cell>
            <Cell column="Could deceive until">
              <Moment at={until} inRow />
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
