import { z } from "zod";
import { linkFor } from "@/app/_shell/links";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { renewDevice } from "@/lib/lifecycle/renew-device";
import { InviteBody } from "@/lib/users/mail-invitation";

const answer = z.object({
  id: z.uuid(),
  link: z.string().optional().describe("Shown once: a replayed answer has none."),
  expiresAt: z.iso.datetime(),
  mailed: z.boolean().describe("Whether it goes to its user by mail as well."),
});

export const POST = route(
  {
    as: "account",
    summary: "Renew a device: a link that makes its next profile, with the same addresses",
    body: InviteBody,
    answer,
    status: 201,
  },
  async ({ ctx, body, params }) => {
    const done = await renewDevice(ctx, idParam(params.id, "device"), body);
    return done.replayed ? done.value : linkFor(done.value, body.mail);
  },
);
