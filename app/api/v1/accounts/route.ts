import { z } from "zod";
import { route } from "@/app/_shell/route";
import { listAccounts } from "@/lib/accounts/list-accounts";
import { role } from "@/lib/accounts/role";
import { AccountsAnswer } from "./shapes";

const query = z.strictObject({ search: z.string().max(200).optional(), role: role.optional(), cursor: z.string().max(600).optional() });

export const GET = route(
  {
    as: "account",
    summary: "List the accounts of the portal, or find some by the beginning of a name or e-mail address",
    query,
    answer: AccountsAnswer,
  },
  ({ ctx, query: asked }) => listAccounts(ctx, asked),
);
