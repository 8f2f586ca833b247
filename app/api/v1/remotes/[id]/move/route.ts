import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { moveRemote } from "@/lib/nodes/move-remote";
import { MoveRemoteBody } from "@/lib/nodes/remote-body";

export const POST = route(
  {
    as: "account",
    summary: "Put a remote at another place of the list, 1 for the first",
    body: MoveRemoteBody,
    answer: z.object({ place: z.int(), version: z.int() }),
  },
  async ({ ctx, body, params }) => (await moveRemote(ctx, idParam(params.id, "remote"), body)).value,
);
