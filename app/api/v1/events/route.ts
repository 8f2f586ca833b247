import { sourceOf } from "@/app/_shell/origin";
import { route } from "@/app/_shell/route";
import { whileWanted } from "@/app/_shell/while-wanted";
import { apiTokenActor } from "@/lib/accounts/api-token-actor";
import { currentActor } from "@/lib/accounts/current-actor";
import { nextChange } from "@/lib/db/listen";
import { log } from "@/lib/log";

const HEARTBEAT = 15_000;
/** The browser opens a new stream then, and its sign-in session is looked at again. */
const LONGEST = 10 * 60_000;

/** Server-sent events: `change` whenever something may look different. What changed is for the page to read. */
export const GET = route({ as: "account", summary: "Hear of changes as server-sent events" }, async ({ request }) => {
  const signal = whileWanted(request);
  const until = Date.now() + LONGEST;
  const text = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      try {
        let change = await nextChange(HEARTBEAT, signal);
        controller.enqueue(text.encode("retry: 2000\nevent: open\ndata: {}\n\n"));
        for (let asked = Date.now(); !signal.aborted && Date.now() < until; ) {
          await change.promise;
          if (signal.aborted) break;
          const quiet = Date.now() - asked >= HEARTBEAT - 50;
          // The next wait begins before anything else is asked, so that no change falls between the two.
          asked = Date.now();
          change = await nextChange(HEARTBEAT, signal);
          if (quiet && !(await isStillGood(request))) break;
          controller.enqueue(text.encode(quiet ? ": still here\n\n" : "event: change\ndata: {}\n\n"));
        }
      } catch (error) {
        if (!signal.aborted) log("warn", "events.ended", { error });
      } finally {
        try {
          controller.close();
        } catch {
          // the browser has gone already
        }
      }
    },
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" },
  });
});

/** Whether the sign-in session or the API token that opened the stream is good yet. */
async function isStillGood(request: Request): Promise<boolean> {
  if (!request.headers.has("authorization")) return (await currentActor(request.headers)).kind === "account";
  return apiTokenActor(request, sourceOf(request)).then(
    () => true,
    () => false,
  );
}
