import { z } from "zod";
import { linkFor } from "@/app/_shell/links";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { renewDevice } from "@/lib/lifecycle/renew-device";

const answer = z.object({
  id: z.uuid(),
  link: z.string().optional().describe("Shown once: a replayed answer has none."),
  expiresAt: z.iso.datetime(),
});

export const POST = route(
  {
    as: "account",
    summary: "Renew a device: a link that makes its next profile, with the same addresses",
    body: z.strictObject({}),
    answer,
    status: 201,
  },
  async ({ ctx, params }) => {
    const done = await renewDevice(ctx, idParam(params.id, "device"));
    return done.replayed ? done.value : linkFor(done.value);
  },
);
