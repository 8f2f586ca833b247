import { z } from "zod";
import { route } from "@/app/_shell/route";
import { takeRootOffline, TakeRootOfflineBody } from "@/lib/pki/export-root";

export const POST = route(
  {
    as: "account",
    summary: "Delete the root's private key here, once its file has been opened with its passphrase",
    body: TakeRootOfflineBody,
    answer: z.object({}),
  },
  ({ ctx, body }) => takeRootOffline(ctx, body),
);
