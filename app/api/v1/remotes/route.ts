import { z } from "zod";
import { RemoteAnswer } from "@/app/_shell/network-answers";
import { route } from "@/app/_shell/route";
import { addRemote } from "@/lib/nodes/add-remote";
import { listRemotes } from "@/lib/nodes/list-remotes";
import { AddRemoteBody } from "@/lib/nodes/remote-body";

export const GET = route(
  { as: "account", summary: "List the remotes in the order of profiles", answer: z.object({ remotes: z.array(RemoteAnswer) }) },
  async ({ ctx }) => ({ remotes: await listRemotes(ctx) }),
);

export const POST = route(
  {
    as: "account",
    summary: "Add a remote of a node or of a balancer, at the end of the list",
    body: AddRemoteBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
  },
  async ({ ctx, body }) => (await addRemote(ctx, body)).value,
);
