import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { ButtonLink } from "@/app/_ui/link";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead, Section } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { listBalancers } from "@/lib/nodes/list-balancers";
import { listDeceiving } from "@/lib/nodes/list-deceiving";
import { listRemotes } from "@/lib/nodes/list-remotes";
import { listSites } from "@/lib/nodes/list-sites";
import { listNodes } from "@/lib/nodes/read";
import { BalancersTable } from "./balancers-table";
import { DeceivingNodes } from "./deceiving";
import { howReached } from "./how-reached";
import { NodesTable } from "./nodes-table";
import { NodesTabs } from "./nodes-tabs";

export default async function NodesPage() {
  const ctx = await pageContext();
  const { value, forbidden } = await reading(
    Promise.all([listNodes(ctx), listSites(ctx), listBalancers(ctx), listRemotes(ctx), listDeceiving(ctx)]),
  );
  if (!value) return <Forbidden title="Nodes" sentence={forbidden} />;
  const [nodes, sites, balancers, remotes, deceiving] = value;
  const reached = howReached(remotes, balancers);
  const admin = may(ctx.actor, "nodes.write");
  const add = (
    <ButtonLink look="accent" href="/nodes/new">
      Add node
    </ButtonLink>
  );
  return (
    <>
      <PageHead
        title="Nodes"
        count={nodes.length}
        actions={
          nodes.length > 0 && admin ? (
            <>
              <ButtonLink href="/nodes/balancers/new">Add load balancer</ButtonLink>
              {add}
            </>
          ) : null
        }
      />
      <NodesTabs here="/nodes" />
      {nodes.length === 0 ? (
        <Empty sentence="No nodes yet. A node is an OpenVPN server that pulls its files from here.">{add}</Empty>
      ) : sites.length === 1 ? (
        <div className="mb-8">
          <NodesTable label="Nodes" nodes={nodes} reached={reached} />
        </div>
      ) : (
        sites.map(({ id, name }) => {
          const here = nodes.filter((node) => node.site === name);
          return (
            <Section key={id} id={`site-${id}`} title={name} beside={<span className="text-text-soft tabular-nums">{here.length}</span>}>
              {here.length === 0 ? (
                <p className="text-text-soft">No nodes here yet.</p>
              ) : (
                <NodesTable label={`Nodes in ${name}`} nodes={here} reached={reached} />
              )}
            </Section>
          );
        })
      )}
      {balancers.length > 0 ? (
        <Section id="balancers" title="Load balancers">
          <BalancersTable balancers={balancers} />
        </Section>
      ) : null}
      <DeceivingNodes nodes={deceiving} />
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {nodes.length > 0 ? <ExportLinks what="nodes" /> : null}
        {balancers.length > 0 ? <ExportLinks what="balancers" /> : null}
      </div>
    </>
  );
}
