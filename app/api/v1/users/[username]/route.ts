import { route } from "@/app/_shell/route";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { readUser } from "@/lib/users/read";
import { refuse } from "@/lib/refusal";

export const GET = route({ as: "account" }, async ({ ctx, params }) => {
  const username = params.username ?? "";
  const user = (await readUser(ctx, username)) ?? refuse("missing", "There is no such user.");
  return { ...user, receipts: await readReceipts(ctx, username) };
});
