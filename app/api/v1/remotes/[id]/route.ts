import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { changeRemote } from "@/lib/nodes/change-remote";
import { ChangeRemoteBody, RemoveRemoteBody } from "@/lib/nodes/remote-body";
import { removeRemote } from "@/lib/nodes/remove-remote";

export const PATCH = route(
  { as: "account", summary: "Change a remote; what is left out stays", body: ChangeRemoteBody, answer: z.object({ version: z.int() }) },
  async ({ ctx, body, params }) => (await changeRemote(ctx, idParam(params.id, "remote"), body)).value,
);

export const DELETE = route(
  { as: "account", summary: "Remove a remote", body: RemoveRemoteBody, answer: z.object({ id: z.uuid() }) },
  async ({ ctx, body, params }) => (await removeRemote(ctx, idParam(params.id, "remote"), body)).value,
);
