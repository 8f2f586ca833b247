import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { changeAccount, ChangeAccountBody } from "@/lib/accounts/change-account";
import { readAccount } from "@/lib/accounts/read-account";
import { removeAccount, RemoveAccountBody } from "@/lib/accounts/remove-account";
import { refuse } from "@/lib/refusal";
import { AccountAnswer } from "../shapes";

export const GET = route(
  { as: "account", summary: "Read one account", answer: AccountAnswer },
  async ({ ctx, params }) => (await readAccount(ctx, idParam(params.id, "account"))) ?? refuse("missing", "There is no such account."),
);

export const PATCH = route(
  {
    as: "account",
    summary: "Change an account's role, or the user that it belongs to",
    body: ChangeAccountBody,
    answer: AccountAnswer.pick({ id: true, role: true, username: true, version: true }),
  },
  async ({ ctx, body, params }) => (await changeAccount(ctx, idParam(params.id, "account"), body)).value,
);

export const DELETE = route(
  {
    as: "account",
    summary: "Remove an account and end its sign-in sessions",
    body: RemoveAccountBody,
    answer: z.object({ id: z.uuid(), email: z.string() }),
  },
  async ({ ctx, body, params }) => (await removeAccount(ctx, idParam(params.id, "account"), body)).value,
);
