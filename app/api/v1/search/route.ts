import { z } from "zod";
import { route } from "@/app/_shell/route";
import { search } from "@/lib/lifecycle/search";

const query = z.strictObject({
  q: z.string({ error: "q is missing: what to look for." }).max(200, "q is too long: 200 characters at most."),
});
const answer = z.object({
  users: z.array(z.object({ username: z.string(), name: z.string(), state: z.enum(["active", "suspended", "offboarded"]) })),
  devices: z.array(
    z.object({ username: z.string(), userName: z.string(), name: z.string(), ipv4: z.string(), ipv6: z.string(), removed: z.boolean() }),
  ),
  nodes: z.array(z.object({ name: z.string(), address: z.string(), state: z.enum(["joining", "active", "removed"]) })),
});

export const GET = route(
  { as: "account", summary: "Find people, devices and nodes by the beginning of their names, addresses or serials", query, answer },
  ({ ctx, query: { q } }) => search(ctx, q),
);
