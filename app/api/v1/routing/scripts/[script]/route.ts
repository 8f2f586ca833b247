import { route } from "@/app/_shell/route";
import { readRouteScript } from "@/lib/nodes/read-route-script";
import { refuse } from "@/lib/refusal";

export const GET = route(
  { as: "account", summary: "Download learn-address or client-disconnect, for nodes without the agent" },
  async ({ ctx, params }) => {
    const text = readRouteScript(ctx, params.script ?? "");
    if (text === null) refuse("missing", "There is no such script. There are learn-address and client-disconnect.");
    return new Response(text, {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="${params.script}"`,
        "cache-control": "no-store",
      },
    });
  },
);
