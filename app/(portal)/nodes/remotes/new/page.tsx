import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { listBalancers } from "@/lib/nodes/list-balancers";
import { listNodes } from "@/lib/nodes/read";
import { AddRemoteForm } from "./add-remote-form";

export default async function AddRemotePage() {
  const ctx = await pageContext();
  if (!may(ctx.actor, "nodes.write"))
    return <Forbidden title="Add remote" sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />;
  const { value, forbidden } = await reading(Promise.all([listNodes(ctx), listBalancers(ctx)]));
  if (!value) return <Forbidden title="Add remote" sentence={forbidden} />;
  const [nodes, balancers] = value;
  return (
    <>
      <PageHead
        title="Add remote"
        above={[
          { name: "Nodes", href: "/nodes" },
          { name: "Remotes", href: "/nodes/remotes" },
        ]}
      />
      {nodes.length === 0 ? (
        <Empty sentence="No nodes yet. A remote leads to a node, or to a load balancer before nodes.">
          <ButtonLink look="accent" href="/nodes/new">
            Add node
          </ButtonLink>
        </Empty>
      ) : (
        <AddRemoteForm nodes={nodes.map(({ name }) => name)} balancers={balancers.map(({ name }) => name)} />
      )}
    </>
  );
}
