import { agentFile } from "@/app/_shell/agent-file";
import { route } from "@/app/_shell/route";

export const GET = route({ as: "anyone", summary: "Download the node agent" }, async () => {
  const { bytes, sha256 } = await agentFile();
  return new Response(new Uint8Array(bytes), {
    headers: { "content-type": "text/javascript; charset=utf-8", etag: `"${sha256}"`, "cache-control": "no-cache" },
  });
});
