import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { listRollouts, readWhyNotRestart } from "@/lib/nodes/read-rollouts";
import { NodesTabs } from "../nodes-tabs";
import { RestartAll } from "./restart-all";
import { rolloutState } from "./rollout-state";

export default async function RolloutsPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value, forbidden } = await reading(Promise.all([listRollouts(ctx, { cursor }), readWhyNotRestart(ctx)]));
  if (!value) return <Forbidden title="Rollouts" sentence={forbidden} />;
  const [list, noRestart] = value;
  const running = list.rows.some(({ state }) => state === "running");
  const restart = <RestartAll admin={may(ctx.actor, "nodes.write")} running={running} noRestart={noRestart} />;
  return (
    <>
      <PageHead title="Rollouts" above={[{ name: "Nodes", href: "/nodes" }]} tabbed actions={list.rows.length > 0 ? restart : null} />
      <NodesTabs here="/nodes/rollouts" />
      {list.rows.length === 0 ? (
        <Empty sentence="No rollouts yet. A change that restarts OpenVPN goes to one node after the other, and is shown here.">
          {restart}
        </Empty>
      ) : (
        <Table
          label="Rollouts"
          columns={[{ name: "What" }, { name: "State" }, { name: "Nodes", number: true }, { name: "By" }, { name: "Began" }]}
        >
          {list.rows.map((rollout) => (
            <Row key={rollout.id}>
              <HeadCell>
                <TextLink href={`/nodes/rollouts/${rollout.id}`} className="font-strong">
                  {rollout.reason}
                </TextLink>
              </HeadCell>
              <Cell column="State">
                <State {...rolloutState(rollout)} />
              </Cell>
              <Cell column="Nodes" number>
                {rollout.done} of {rollout.total}
              </Cell>
              <Cell column="By">{rollout.createdBy}</Cell>
              <Cell column="Began">
                <Moment at={rollout.createdAt} inRow />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path="/nodes/rollouts" params={{ cursor }} previous={list.previous} next={list.next} />
      {list.rows.length > 0 ? (
        <div className="mt-4">
          <ExportLinks what="rollouts" />
        </div>
      ) : null}
    </>
  );
}
