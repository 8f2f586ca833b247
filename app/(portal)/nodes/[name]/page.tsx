import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { State } from "@/app/_ui/state";
import { may } from "@/lib/core/permissions";
import { readServerConf } from "@/lib/lifecycle/read-server-conf";
import { NODE_NAME } from "@/lib/nodes/naming";
import { listNodes, readNode } from "@/lib/nodes/read";
import { nodeState } from "../node-state";
import { NodeActions } from "./node-actions";
import { NodeNotices } from "./node-notices";
import { NodeProperties } from "./node-properties";
import { NodeSessions } from "./node-sessions";
import { ServerConf } from "./server-conf";

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function NodePage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const name = decodeURIComponent((await params).name);
  if (!NODE_NAME.test(name)) notFound();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value, forbidden } = await reading(Promise.all([readNode(ctx, name, { cursor }), readServerConf(ctx, name), listNodes(ctx)]));
  if (forbidden !== null) return <Forbidden title={name} sentence={forbidden} />;
  const [node, conf, nodes] = value ?? [null, null, []];
  if (!node) notFound();
  const path = `/api/v1/nodes/${encodeURIComponent(name)}`;
  const admin = may(ctx.actor, "nodes.write");
  const others = nodes.filter((one) => one.name !== name && one.state === "active" && !one.silent && one.openvpnRunning).length;
  return (
    <>
      <PageHead
        title={node.name}
        above={[{ name: "Nodes", href: "/nodes" }]}
        beside={<State {...nodeState(node, new Date())} />}
        actions={<NodeActions node={node} path={path} admin={admin} others={others} />}
      />
      <NodeNotices node={node} path={path} admin={admin} />
      <NodeProperties node={node} />
      {conf ? <ServerConf name={node.name} conf={conf} /> : null}
      {node.state === "removed" ? null : <NodeSessions node={node} cursor={cursor} />}
    </>
  );
}
