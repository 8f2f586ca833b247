import { route } from "@/app/_shell/route";
import { previewRouting, RoutingPreviewAnswer } from "@/lib/lifecycle/preview-routing";
import { RoutingBody } from "@/lib/nodes/routing-body";

export const POST = route(
  {
    as: "account",
    summary: "Say what a change of the routing would do to each node’s FRR, without making it",
    body: RoutingBody,
    answer: RoutingPreviewAnswer,
  },
  ({ ctx, body }) => previewRouting(ctx, body),
);
