import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { editUser, EditUserBody } from "@/lib/users/edit-user";
import { readUser } from "@/lib/users/read";
import { refuse } from "@/lib/refusal";
import { UserAnswer } from "./user-answer";

export const GET = route(
  { as: "account", summary: "Read a user: devices, certificates, receipts, VPN sessions", answer: UserAnswer },
  async ({ ctx, params }) => {
    const username = params.username ?? "";
    const user = (await readUser(ctx, username)) ?? refuse("missing", "There is no such user.");
    return { ...user, receipts: await readReceipts(ctx, username) };
  },
);

export const PATCH = route(
  {
    as: "account",
    summary: "Change a user's name or e-mail",
    body: EditUserBody,
    answer: z.object({ username: z.string(), name: z.string(), email: z.string().nullable(), version: z.int() }),
  },
  async ({ ctx, body, params }) => (await editUser(ctx, params.username ?? "", body)).value,
);
