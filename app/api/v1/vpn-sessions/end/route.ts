import { z } from "zod";
import { route } from "@/app/_shell/route";
import { endVpnSession, EndVpnSessionBody } from "@/lib/nodes/end-vpn-session";

const answer = z.object({ seq: z.string().describe("The order's number, which the node's next report answers") });

export const POST = route(
  {
    as: "account",
    summary: "End one VPN session; who may connect may connect again",
    body: EndVpnSessionBody,
    answer,
    status: 202,
  },
  async ({ ctx, body }) => (await endVpnSession(ctx, body)).value,
);
