import { linkFor } from "@/app/_shell/links";
import { route } from "@/app/_shell/route";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { listUsers } from "@/lib/users/read";

export const GET = route({ as: "account" }, ({ ctx, request }) => {
  const { searchParams } = new URL(request.url);
  return listUsers(ctx, { search: searchParams.get("search") ?? "", page: Number(searchParams.get("page") ?? 1) });
});

export const POST = route({ as: "account", body: OnboardBody, status: 201 }, async ({ ctx, body }) => {
  const done = await onboard(ctx, body);
  if (done.replayed) return done.value;
  const { username, device, invitation } = done.value;
  return { username, device, invitation: invitation && linkFor(invitation) };
});
