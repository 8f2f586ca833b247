import { route } from "@/app/_shell/route";
import { takeRootOffline, TakeRootOfflineBody } from "@/lib/pki/export-root";

export const POST = route({ as: "account", body: TakeRootOfflineBody }, ({ ctx, body }) => takeRootOffline(ctx, body));
