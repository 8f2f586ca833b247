import { z } from "zod";
import { route } from "@/app/_shell/route";
import { listPairs } from "@/lib/addresses/list-pairs";
import { cursor, PairsAnswer, State, whole } from "./answer";

const query = z.strictObject({
  q: z
    .string()
    .max(100, "That is too long to search for.")
    .optional()
    .describe("The beginning of an IPv4 address, a network, first-last, an IPv6 address, or of a name, username or e-mail."),
  pool: whole("The pool").optional(),
  state: State.optional(),
  cursor,
});

export const GET = route(
  { as: "account", summary: "List address pairs and who has them", query, answer: PairsAnswer },
  async ({ ctx, query: asked }) => listPairs(ctx, asked),
);
