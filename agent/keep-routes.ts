// The kernel's routes as the VPN sessions want them. It works beside the looks: a slow `ip` holds up no kill.
import type { Faults } from "./faults";
import type { Log } from "./log";
import { LIST_ROUTES, readRoutes, routeCommands } from "./routes";
import type { Ran, RunProgram } from "./run-program";

type Needs = {
  /** The tun device of OpenVPN's configuration. */
  device(): string | null;
  run: RunProgram;
  /** `ip -force -batch -` with these lines. */
  batch(lines: string): Promise<Ran>;
  faults: Pick<Faults, "set">;
  log: Log;
  /** A clock that does not jump, in ms. */
  now(): number;
};

/** How often the kernel is asked what it really has. */
const LOOK_MS = 5000;

export function keepRoutes({ device, run, batch, faults, log, now }: Needs) {
  let wanted: ReadonlySet<string> = new Set();
  /** Ours in the kernel, as far as we know; null: it must be asked. */
  let here: Set<string> | null = null;
  let askedAt = 0;
  /** Another node of this machine (fact 39) has taken them since: they are its own, until it lets go of them. */
  let ceded = new Set<string>();
  let process: number | null = null;
  let work: Promise<void> | null = null;
  let again = false;

  async function ask(on: string): Promise<Set<string>> {
    const listed = await run("ip", LIST_ROUTES);
    if (listed.code !== 0) throw new Error(listed.stderr.trim());
    const found = readRoutes(listed.stdout, on);
    const lost = [...(here ?? []), ...ceded].filter((route) => !found.here.has(route) && found.elsewhere.has(route));
    ceded = new Set(lost.filter((route) => wanted.has(route)));
    askedAt = now();
    return found.here;
  }

  /** Whether there was something to change. */
  async function change(on: string, known: Set<string>): Promise<boolean> {
    const goal = new Set([...wanted].filter((route) => !ceded.has(route)));
    const commands = routeCommands(goal, known, on);
    if (commands.length === 0) return false;
    const began = now();
    const ran = await batch(`${commands.join("\n")}\n`);
    log("routes", { changed: commands.length, wanted: goal.size, ms: Math.round(now() - began) });
    here = goal;
    if (ran.code === 0) return true;
    here = await ask(on);
    // What was to go may have gone with its device; what is still not as it should be is tried again in a second.
    if (routeCommands(goal, here, on).length > 0) throw new Error(ran.stderr.trim().split("\n")[0] ?? "");
    return true;
  }

  async function settle(): Promise<void> {
    const on = device();
    if (on === null) return;
    here ??= await ask(on);
    // Somebody is coming or going: the kernel is asked when nobody is.
    if (!(await change(on, here)) && now() - askedAt > LOOK_MS) {
      here = await ask(on);
      await change(on, here);
    }
    faults.set("routes-failed", null);
  }

  return {
    /** `openvpn`: whose sessions they are; another process has another device, although its name is the same. */
    want(routes: ReadonlySet<string>, openvpn: number | null): void {
      wanted = routes;
      if (openvpn !== process) here = null;
      process = openvpn;
      if (work) {
        again = true;
        return;
      }
      const round = async (): Promise<void> => {
        do {
          again = false;
          await settle();
        } while (again);
      };
      work = round()
        .catch((error: unknown) => {
          here = null;
          const why = error instanceof Error && error.message !== "" ? error.message : "ip gave no reason.";
          faults.set("routes-failed", `The kernel does not take the VPN sessions' routes: nobody reaches their devices. ${why}`);
        })
        .finally(() => (work = null));
    },
    /** What is under way, for whoever must wait for it. */
    settled: async (): Promise<void> => void (await work),
  };
}
