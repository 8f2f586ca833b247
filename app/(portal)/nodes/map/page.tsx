import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { listBalancers } from "@/lib/nodes/list-balancers";
import { listRemotes } from "@/lib/nodes/list-remotes";
import { listSites } from "@/lib/nodes/list-sites";
import { listNodes } from "@/lib/nodes/read";
import { balancerState } from "../balancer-state";
import { BalancersTable } from "../balancers-table";
import { howReached } from "../how-reached";
import { nodeState } from "../node-state";
import { NodesTable } from "../nodes-table";
import { NodesTabs } from "../nodes-tabs";
import { ClusterPicture } from "./cluster-picture";
import { pictureOf } from "./picture";

export default async function ClusterPicturePage() {
  const ctx = await pageContext();
  const { value, forbidden } = await reading(Promise.all([listNodes(ctx), listSites(ctx), listBalancers(ctx), listRemotes(ctx)]));
  if (!value) return <Forbidden title="Cluster picture" sentence={forbidden} />;
  const [nodes, sites, balancers, remotes] = value;
  const now = ctx.now();
  const total = nodes.reduce((sum, { vpnSessions }) => sum + vpnSessions, 0);
  const picture = pictureOf({
    sites: sites.map(({ name }) => name),
    nodes: nodes.map((node) => ({
      name: node.name,
      site: node.site,
      vpnSessions: node.vpnSessions,
      open: node.state === "active" && !node.silent && node.openvpnRunning === true && node.drainedAt === null,
      ...nodeState(node, now),
    })),
    balancers: balancers.map((balancer) => ({
      name: balancer.name,
      dialled: balancer.remotes.length > 0,
      nodes: balancer.nodes.map((name) => ({ name, up: balancer.backends.find(({ node }) => node === name)?.up ?? null })),
      ...balancerState(balancer),
    })),
    direct: new Set(remotes.filter(({ of }) => of.kind === "node").map(({ of }) => of.name)),
    vpnSessions: total,
  });
  return (
    <>
      <PageHead
        title="Cluster picture"
        above={[{ name: "Nodes", href: "/nodes" }]}
        tabbed
        actions={<ButtonLink href="/vpn-sessions">See VPN sessions</ButtonLink>}
      />
      <NodesTabs here="/nodes/map" />
      {nodes.length === 0 ? (
        <Empty sentence="There is nothing to draw yet: the first node is missing.">
          <ButtonLink look="accent" href="/nodes/new">
            Add node
          </ButtonLink>
        </Empty>
      ) : (
        <>
          <ClusterPicture picture={picture} total={total} />
          <p className="mt-2 mb-8 text-small text-text-soft">
            The thicker a line to the company’s network, the more VPN sessions. Dotted: nobody goes there now.
          </p>
          <Section id="nodes" title="Nodes">
            <NodesTable label="Nodes" nodes={nodes} reached={howReached(remotes, balancers)} />
          </Section>
          {balancers.length > 0 ? (
            <Section id="balancers" title="Load balancers">
              <BalancersTable balancers={balancers} />
            </Section>
          ) : null}
        </>
      )}
    </>
  );
}
