import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readOverview } from "@/lib/lifecycle/read-overview";

const n = z.int();
const at = z.iso.datetime();
const answer = z.object({
  clusterName: z.string(),
  counts: z.object({ users: n, devices: n, nodes: n, vpnSessions: n }),
  pool: z.object({ assigned: n, quarantined: n, free: n, reserved: n, total: n }),
  crl: z.object({ number: z.string(), thisUpdate: at, nextUpdate: at, signedAt: at }),
  /** What needs a person, the worst first; empty on a good day. */
  needs: z.array(
    z.object({ code: z.string(), tone: z.enum(["attention", "bad"]), sentence: z.string(), href: z.string(), linkText: z.string() }),
  ),
});

export const GET = route({ as: "account", summary: "Read what needs a person, and how the cluster is now", answer }, ({ ctx }) =>
  readOverview(ctx),
);
