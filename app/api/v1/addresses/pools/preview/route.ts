import { route } from "@/app/_shell/route";
import { PreviewPoolBody } from "@/lib/lifecycle/pool-bodies";
import { previewPool } from "@/lib/lifecycle/preview-pool";
import { PreviewAnswer } from "../../answer";

export const POST = route(
  {
    as: "account",
    summary: "Say what a wider, narrower or further pool would do, and which nodes would start their OpenVPN again",
    body: PreviewPoolBody,
    answer: PreviewAnswer,
  },
  async ({ ctx, body }) => previewPool(ctx, body),
);
