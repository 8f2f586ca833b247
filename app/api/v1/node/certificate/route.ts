import { nodeActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { renewNodeCertificate, RenewNodeBody } from "@/lib/nodes/renew-node-certificate";

export const POST = route({ as: nodeActor, body: RenewNodeBody, limit: 32 * 1024, status: 201 }, ({ ctx, body }) =>
  renewNodeCertificate(ctx, body),
);
