import { z } from "zod";
import { profileActor } from "@/app/_shell/profile-actor";
import { route } from "@/app/_shell/route";
import { giveRemotes, GiveRemotesBody } from "@/lib/lifecycle/give-remotes";

const answer = z.object({
  commonName: z.string(),
  remotes: z.array(z.object({ address: z.string(), port: z.int(), proto: z.enum(["udp", "tcp"]) })).describe("In order, one a line"),
  options: z.object({ remoteRandom: z.boolean(), explicitExitNotify: z.boolean() }),
  changed: z.boolean().describe("Whether the profile had another list until now"),
});

export const POST = route(
  { as: profileActor, summary: "Ask for the remotes in force, for a profile that is out", body: GiveRemotesBody, answer, limit: 4096 },
  ({ ctx }) => giveRemotes(ctx),
);
