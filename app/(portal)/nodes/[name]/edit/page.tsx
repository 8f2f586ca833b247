import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { readServerConf } from "@/lib/lifecycle/read-server-conf";
import { listSites } from "@/lib/nodes/list-sites";
import { NODE_NAME } from "@/lib/nodes/naming";
import { readNode } from "@/lib/nodes/read";
import { EditNodeForm } from "./edit-node-form";

export default async function EditNodePage({ params }: { params: Promise<{ name: string }> }) {
  const ctx = await pageContext();
  const name = decodeURIComponent((await params).name);
  if (!NODE_NAME.test(name)) notFound();
  const { value, forbidden } = await reading(Promise.all([readNode(ctx, name), listSites(ctx), readServerConf(ctx, name)]));
  if (!value) return <Forbidden title={name} sentence={forbidden} />;
  const [node, sites, conf] = value;
  if (!node || node.state === "removed") notFound();
  if (!may(ctx.actor, "nodes.write"))
    return <Forbidden title={name} sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />;
  const { version, site, address, port, proto, coreInterface, routerId } = node;
  return (
    <>
      <PageHead
        title={`Edit ${name}`}
        above={[
          { name: "Nodes", href: "/nodes" },
          { name, href: `/nodes/${name}` },
        ]}
      />
      <EditNodeForm
        node={{ name, version, site, address, port, proto, coreInterface, routerId }}
        sites={sites.map((one) => one.name)}
        conf={conf && node.state === "active" ? { inForce: conf.inForce, next: conf.next ?? conf.inForce } : null}
      />
    </>
  );
}
