import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readMap } from "@/lib/addresses/read-map";
import { MapAnswer, whole } from "../answer";

const query = z.strictObject({
  pool: whole("The pool").optional(),
  group: whole("The group").optional(),
  block: whole("The block").optional(),
});

export const GET = route(
  { as: "account", summary: "Read a pool as a map: its groups, a group's blocks, a block's cells", query, answer: MapAnswer },
  async ({ ctx, query: asked }) => readMap(ctx, asked),
);
