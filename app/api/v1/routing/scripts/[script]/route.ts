import { route } from "@/app/_shell/route";
import { demand } from "@/lib/core/permissions";
import { ROUTE_SCRIPTS, routeScript } from "@/lib/nodes/route-scripts";
import { refuse } from "@/lib/refusal";

export const GET = route(
  { as: "account", summary: "Download learn-address or client-disconnect, for nodes without the agent" },
  async ({ ctx, params }) => {
    demand(ctx.actor, "nodes.read");
    const script = ROUTE_SCRIPTS.find((name) => name === params.script);
    if (!script) refuse("missing", `There is no such script. There are ${ROUTE_SCRIPTS.join(" and ")}.`);
    return new Response(routeScript(script), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="${script}"`,
        "cache-control": "no-store",
      },
    });
  },
);
