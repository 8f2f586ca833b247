import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { ROUTE_SCRIPTS, routeScript } from "./route-scripts";

/** One of the two scripts by its name; null where there is none of that name. */
export function readRouteScript(ctx: Context, name: string): string | null {
  demand(ctx.actor, "nodes.read");
  const script = ROUTE_SCRIPTS.find((one) => one === name);
  return script === undefined ? null : routeScript(script);
}
