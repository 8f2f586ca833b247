import { route } from "@/app/_shell/route";
import { refuse } from "@/lib/refusal";

/** Whatever has no route: a program that has mistyped gets a problem that it can read, not a page. */
const nothing = route({ as: "anyone" }, async () =>
  refuse("missing", "There is nothing at this address. /api/v1/openapi.json says what there is."),
);

export const GET = nothing;
export const POST = nothing;
export const PUT = nothing;
export const PATCH = nothing;
export const DELETE = nothing;
