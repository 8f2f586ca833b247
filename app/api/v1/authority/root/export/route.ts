import { z } from "zod";
import { route } from "@/app/_shell/route";
import { exportRoot, ExportRootBody } from "@/lib/pki/export-root";

export const POST = route(
  {
    as: "account",
    summary: "Get the root's private key as a file that opens with the passphrase only",
    body: ExportRootBody,
    answer: z.object({ fileName: z.string(), pem: z.string() }),
  },
  ({ ctx, body }) => exportRoot(ctx, body),
);
