import { pageContext } from "@/app/_shell/page-context";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { listSites } from "@/lib/nodes/list-sites";
import { AddNodeForm } from "./add-node-form";

export default async function AddNodePage() {
  const ctx = await pageContext();
  const { actor } = ctx;
  if (!may(actor, "nodes.write"))
    return <Forbidden title="Add node" sentence={`Your role (${actor.role}) does not allow this. An admin can change your role.`} />;
  const sites = await listSites(ctx);
  return (
    <>
      <PageHead title="Add node" above={[{ name: "Nodes", href: "/nodes" }]} />
      <AddNodeForm sites={sites.map(({ name }) => name)} />
    </>
  );
}
