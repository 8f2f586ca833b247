import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead, Section } from "@/app/_ui/page-head";
import { State } from "@/app/_ui/state";
import { may } from "@/lib/core/permissions";
import { readBalancer } from "@/lib/nodes/list-balancers";
import { listSites } from "@/lib/nodes/list-sites";
import { NODE_NAME } from "@/lib/nodes/naming";
import { listNodes } from "@/lib/nodes/read";
import { idleBehind } from "@/lib/nodes/who-answers";
import { balancerState } from "../../balancer-state";
import { BalancerActions } from "./balancer-actions";
import { BalancerNodes } from "./balancer-nodes";
import { BalancerNotices } from "./balancer-notices";
import { BalancerProperties } from "./balancer-properties";
import { EditBalancerForm } from "./edit-balancer-form";

export default async function BalancerPage({ params }: { params: Promise<{ name: string }> }) {
  const ctx = await pageContext();
  const name = decodeURIComponent((await params).name);
  if (!NODE_NAME.test(name)) notFound();
  const { value, forbidden } = await reading(Promise.all([readBalancer(ctx, name), listNodes(ctx), listSites(ctx)]));
  if (!value) return <Forbidden title={name} sentence={forbidden} />;
  const [balancer, nodes, sites] = value;
  if (!balancer) return notFound();
  const { version, site, hidesSources, ownAddresses } = balancer;
  const behind = nodes.filter((node) => balancer.nodes.includes(node.name));
  const idle = idleBehind(balancer, behind).map((node) => node.name);
  const admin = may(ctx.actor, "nodes.write");
  const there = balancer.removedAt === null;
  return (
    <>
      <PageHead
        title={balancer.name}
        above={[{ name: "Nodes", href: "/nodes" }]}
        beside={<State {...balancerState(balancer)} />}
        actions={there ? <BalancerActions name={balancer.name} admin={admin} role={ctx.actor.role} /> : null}
      />
      <BalancerNotices balancer={balancer} idle={idle} />
      <Section id="facts" title="Load balancer">
        <BalancerProperties balancer={balancer} />
      </Section>
      {there ? (
        <Section id="nodes" title="Nodes behind it">
          <BalancerNodes balancer={balancer} nodes={nodes} />
        </Section>
      ) : null}
      {there && admin ? (
        <Section id="change" title="Change load balancer">
          <EditBalancerForm
            balancer={{ name, version, site, nodes: balancer.nodes, hidesSources, ownAddresses }}
            nodes={nodes.map((node) => ({ name: node.name, site: node.site, proto: node.proto }))}
            sites={sites.map((one) => one.name)}
          />
        </Section>
      ) : null}
    </>
  );
}
