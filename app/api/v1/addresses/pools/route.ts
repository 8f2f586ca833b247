import { z } from "zod";
import { route } from "@/app/_shell/route";
import { listPools } from "@/lib/addresses/read-pools";
import { addPool } from "@/lib/lifecycle/add-pool";
import { AddPoolBody } from "@/lib/lifecycle/pool-bodies";
import { PoolsAnswer } from "../answer";

export const GET = route({ as: "account", summary: "List the address pools with their counts", answer: PoolsAnswer }, async ({ ctx }) => ({
  pools: await listPools(ctx),
}));

export const POST = route(
  {
    as: "account",
    summary: "Add a further address pool; the nodes start their OpenVPN again",
    body: AddPoolBody,
    answer: z.object({ id: z.int(), pairs: z.int() }),
    status: 201,
  },
  async ({ ctx, body }) => (await addPool(ctx, body)).value,
);
