import { z } from "zod";
import { route } from "@/app/_shell/route";
import { LeaveDateBody, setLeaveDate } from "@/lib/users/set-leave-date";

const answer = z.object({ username: z.string(), leavesAt: z.iso.datetime().nullable(), version: z.int() });

export const PUT = route(
  { as: "account", summary: "Set when a user is offboarded without anyone asking, or take the date back", body: LeaveDateBody, answer },
  async ({ ctx, body, params }) => (await setLeaveDate(ctx, params.username ?? "", body)).value,
);
