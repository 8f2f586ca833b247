import { notFound } from "next/navigation";
import { z } from "zod";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { ActionButton } from "@/app/_ui/action-button";
import { Barred } from "@/app/_ui/barred";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Progress } from "@/app/_ui/progress";
import { Nothing, Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { readRollout, type RolloutDetails } from "@/lib/nodes/read-rollouts";
import { rolloutState, stepState } from "../rollout-state";

export default async function RolloutPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const { value: rollout, forbidden } = await reading(readRollout(ctx, id.data));
  if (forbidden !== null) return <Forbidden title="Rollout" sentence={forbidden} />;
  if (!rollout) notFound();
  return (
    <>
      <PageHead
        title={rollout.reason}
        above={[
          { name: "Nodes", href: "/nodes" },
          { name: "Rollouts", href: "/nodes/rollouts" },
        ]}
        beside={<State {...rolloutState(rollout)} />}
        actions={<Actions rollout={rollout} admin={may(ctx.actor, "nodes.write")} />}
      />
      <div className="mb-8 flex flex-col gap-4">
        <Progress label="Nodes" done={rollout.done} total={rollout.total} />
        {rollout.sentence ? (
          <Notice tone={rollout.state === "failed" ? "bad" : "neutral"}>
            <p>{rollout.sentence}</p>
            {rollout.left ? <p>Not reached: {rollout.left.nodes.join(", ")}. They keep what they have until somebody goes on.</p> : null}
          </Notice>
        ) : null}
      </div>
      <Section id="nodes" title="Nodes">
        <Table
          label="Nodes in their order"
          columns={[{ name: "Node" }, { name: "State" }, { name: "Its turn" }, { name: "Healthy since" }, { name: "Why" }]}
        >
          {rollout.steps.map((step) => (
            <Row key={step.n}>
              <HeadCell>
                <TextLink href={`/nodes/${step.node}`} className="font-strong">
                  {step.node}
                </TextLink>
              </HeadCell>
              <Cell column="State">
                <State {...stepState(step, rollout)} />
              </Cell>
              <Cell column="Its turn">{step.startedAt ? <Moment at={step.startedAt} inRow /> : <Nothing />}</Cell>
              <Cell column="Healthy since">{step.healthyAt ? <Moment at={step.healthyAt} inRow /> : <Nothing />}</Cell>
              <Cell column="Why">{step.sentence ?? <Nothing />}</Cell>
            </Row>
          ))}
        </Table>
      </Section>
      <Section id="facts" title="Rollout">
        <Properties>
          <Property name="Asked for by">{rollout.createdBy}</Property>
          <Property name="Began">
            <Moment at={rollout.createdAt} />
          </Property>
          <Property name="Ended">{rollout.finishedAt ? <Moment at={rollout.finishedAt} /> : null}</Property>
        </Properties>
      </Section>
    </>
  );
}

function Actions({ rollout, admin }: { rollout: RolloutDetails; admin: boolean }) {
  const { state, left } = rollout;
  if (state === "running") {
    return admin ? (
      <ActionButton verb="Stop rollout" path={`/api/v1/rollouts/${rollout.id}/stop`} toast="No further node restarts" />
    ) : (
      <Barred verb="Stop rollout" reason="Only an admin stops a rollout." />
    );
  }
  if (!left || !admin) return null;
  const body = left.kind === "restart" ? left : { kind: left.kind };
  return <ActionButton verb="Go on with the rest" look="accent" path="/api/v1/rollouts" body={body} toast="The rest is rolled out" />;
}
