import { route } from "@/app/_shell/route";
import { ChangedRouting, changeRouting } from "@/lib/nodes/change-routing";
import { readRouting, RoutingAnswer } from "@/lib/nodes/read-routing";
import { RoutingBody } from "@/lib/nodes/routing-body";

export const GET = route(
  { as: "account", summary: "Read how the nodes tell the company’s network who is where", answer: RoutingAnswer },
  ({ ctx }) => readRouting(ctx),
);

export const PUT = route(
  {
    as: "account",
    summary: "Change the routing of all nodes: OSPF, BGP or none",
    body: RoutingBody,
    answer: ChangedRouting,
  },
  ({ ctx, body }) => changeRouting(ctx, body),
);
