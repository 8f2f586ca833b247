import { readHealth } from "@/lib/lifecycle/read-health";

export const dynamic = "force-dynamic";

/** For load balancers and monitors: live says that this process answers, ready that it can do its work. No secret, no sign-in. */
export async function GET(): Promise<Response> {
  const health = await readHealth(new Date());
  return Response.json(health, { status: health.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
