import { z } from "zod";
import { asInvalid } from "@/app/_shell/problems";
import { route } from "@/app/_shell/route";
import { readAudit } from "@/lib/core/read-audit";

const Query = z.object({
  before: z
    .string()
    .regex(/^\d{1,18}$/, "before must be the seq of an entry.")
    .transform(BigInt)
    .optional(),
  limit: z.coerce.number("limit must be a number from 1 to 200.").int().min(1).max(200).optional(),
  subject: z.string().max(120).optional(),
});

export const GET = route({ as: "account" }, ({ ctx, request }) => {
  const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw asInvalid(query.error);
  return readAudit(ctx, query.data);
});
