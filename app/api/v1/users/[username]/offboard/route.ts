import { route } from "@/app/_shell/route";
import { OffboardBody, offboardUser } from "@/lib/lifecycle/offboard-user";

export const POST = route({ as: "account", body: OffboardBody }, async ({ ctx, body, params }) => {
  const done = await offboardUser(ctx, params.username ?? "", body);
  return done.replayed ? done.value : { ...done.value, revision: done.revision };
});
