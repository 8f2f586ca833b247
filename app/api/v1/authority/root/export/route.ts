import { route } from "@/app/_shell/route";
import { exportRoot, ExportRootBody } from "@/lib/pki/export-root";

export const POST = route({ as: "account", body: ExportRootBody }, ({ ctx, body }) => exportRoot(ctx, body));
