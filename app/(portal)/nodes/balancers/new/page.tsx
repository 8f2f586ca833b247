import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { listSites } from "@/lib/nodes/list-sites";
import { listNodes } from "@/lib/nodes/read";
import { AddBalancerForm } from "./add-balancer-form";

export default async function AddBalancerPage() {
  const ctx = await pageContext();
  if (!may(ctx.actor, "nodes.write"))
    return (
      <Forbidden title="Add load balancer" sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />
    );
  const { value, forbidden } = await reading(Promise.all([listNodes(ctx), listSites(ctx)]));
  if (!value) return <Forbidden title="Add load balancer" sentence={forbidden} />;
  const [nodes, sites] = value;
  return (
    <>
      <PageHead title="Add load balancer" above={[{ name: "Nodes", href: "/nodes" }]} />
      {nodes.length === 0 ? (
        <Empty sentence="No nodes yet. A load balancer stands before nodes.">
          <ButtonLink look="accent" href="/nodes/new">
            Add node
          </ButtonLink>
        </Empty>
      ) : (
        <AddBalancerForm nodes={nodes.map(({ name, site, proto }) => ({ name, site, proto }))} sites={sites.map(({ name }) => name)} />
      )}
    </>
  );
}
