import { z } from "zod";
import { route } from "@/app/_shell/route";
import { RemovePoolBody, ResizePoolBody } from "@/lib/lifecycle/pool-bodies";
import { removePool } from "@/lib/lifecycle/remove-pool";
import { resizePool } from "@/lib/lifecycle/resize-pool";
import { refuse } from "@/lib/refusal";

const idOf = (text: string | undefined): number =>
  /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : refuse("missing", "There is no such address pool.");

export const PATCH = route(
  {
    as: "account",
    summary: "Make a pool wider or narrower without any pair changing; the nodes start their OpenVPN again",
    body: ResizePoolBody,
    answer: z.object({ id: z.int(), ipv4: z.string(), kind: z.enum(["wider", "narrower"]), pairs: z.int() }),
  },
  async ({ ctx, body, params }) => (await resizePool(ctx, idOf(params.id), body)).value,
);

export const DELETE = route(
  {
    as: "account",
    summary: "Remove a further pool in which nobody has a pair; the nodes start their OpenVPN again",
    body: RemovePoolBody,
    answer: z.object({ ipv4: z.string() }),
  },
  async ({ ctx, body, params }) => (await removePool(ctx, idOf(params.id), body)).value,
);
