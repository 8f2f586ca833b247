import { z } from "zod";
import { nodeActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { renewNodeCertificate, RenewNodeBody } from "@/lib/nodes/renew-node-certificate";

const answer = z.object({ certificate: z.string().describe("PEM"), chain: z.string().describe("PEM") });

export const POST = route(
  { as: nodeActor, summary: "Renew this node's certificate", body: RenewNodeBody, answer, limit: 32 * 1024, status: 201 },
  ({ ctx, body }) => renewNodeCertificate(ctx, body),
);
