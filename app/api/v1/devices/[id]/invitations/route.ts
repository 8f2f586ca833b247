import { z } from "zod";
import { linkFor } from "@/app/_shell/links";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { invite } from "@/lib/users/invite";

export const POST = route({ as: "account", body: z.strictObject({}), status: 201 }, async ({ ctx, params }) => {
  const done = await invite(ctx, idParam(params.id, "device"));
  return done.replayed ? done.value : linkFor(done.value);
});
