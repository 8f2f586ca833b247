import { route } from "@/app/_shell/route";
import { readAccount } from "@/lib/accounts/read-account";
import { refuse } from "@/lib/refusal";
import { AccountAnswer } from "../accounts/shapes";
import { ownAccount } from "./own-account";

export const GET = route(
  { as: "person", summary: "Read one's own account", answer: AccountAnswer },
  async ({ ctx }) => (await readAccount(ctx, ownAccount(ctx).id)) ?? refuse("signed-out", "Sign in first."),
);
