import { z } from "zod";
import { invitationActor } from "@/app/_shell/invitation-actor";
import { route } from "@/app/_shell/route";
import { readIssued } from "@/lib/lifecycle/read-issued";
import { useInvitation, UseInvitationBody } from "@/lib/lifecycle/use-invitation";

const answer = z.object({
  commonName: z.string(),
  serial: z.string(),
  certificate: z.string().describe("PEM"),
  chain: z.string().describe("PEM"),
  tlsCryptV2: z.string().describe("The device's tls-crypt-v2 key; kept nowhere"),
  remotes: z.array(z.object({ address: z.string(), port: z.int(), proto: z.enum(["udp", "tcp"]) })),
  nodeNamePrefix: z.string(),
  clusterName: z.string(),
  revision: z.string(),
  ipv4: z.string(),
  ipv6: z.string(),
  options: z.object({ tunMtu: z.int().nullable(), explicitExitNotify: z.boolean(), remoteRandom: z.boolean() }),
});

export const POST = route(
  {
    as: invitationActor,
    summary: "Use an invitation: one certificate for the key in the request",
    body: UseInvitationBody,
    answer,
    limit: 32 * 1024,
    status: 201,
  },
  async ({ ctx, body }) => {
    const { serial } = await useInvitation(ctx, body);
    return readIssued(ctx, serial);
  },
);
