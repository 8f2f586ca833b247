import { route } from "@/app/_shell/route";
import { readNginxConf } from "@/lib/nodes/read-nginx-conf";
import { refuse } from "@/lib/refusal";

export const GET = route({ as: "account", summary: "Download a load balancer as a configuration of nginx" }, async ({ ctx, params }) => {
  const text = await readNginxConf(ctx, params.name ?? "");
  if (text === null) refuse("missing", "There is no such balancer.");
  return new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${params.name}.nginx.conf"`,
      "cache-control": "no-store",
    },
  });
});
