import { route } from "@/app/_shell/route";
import { readAuthority } from "@/lib/pki/read";

export const GET = route({ as: "account" }, ({ ctx }) => readAuthority(ctx));
