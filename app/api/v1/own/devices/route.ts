import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readOwnDevices } from "@/lib/accounts/read-own-devices";

const device = z.object({
  name: z.string(),
  ipv4: z.string(),
  ipv6: z.string(),
  createdAt: z.iso.datetime(),
  certificate: z.object({ commonName: z.string(), notAfter: z.iso.datetime() }).nullable(),
  connectedSince: z.iso.datetime().nullable(),
});
const answer = z.object({
  username: z.string().nullable(),
  name: z.string().nullable(),
  state: z.enum(["active", "suspended", "offboarded"]).nullable(),
  devices: z.array(device),
});

export const GET = route(
  { as: "person", summary: "List one's own devices", answer },
  async ({ ctx }) => (await readOwnDevices(ctx)) ?? { username: null, name: null, state: null, devices: [] },
);
