import { isLocked } from "../lock";
import { readState } from "../state";
import { kernelMap } from "./kernel-map";
import type { BalancerPaths } from "./paths";
import { KeptMap } from "./state";

/** Takes the map out of the kernel, and the flows that went through it. A running agent would put it back. Throws with a sentence. */
export async function clearBalancer(at: BalancerPaths): Promise<number> {
  if (isLocked(at.lock)) throw new Error("The agent runs and would put the map back. Stop it first.");
  const failed = await kernelMap.drop();
  if (failed !== null) throw new Error(`The map could not be taken away: ${failed}`);
  for (const { backend } of readState(at.map, KeptMap)?.known ?? []) {
    const stay = await kernelMap.forgetFlowsTo(backend);
    if (stay !== null) process.stderr.write(`Flows to ${backend.node} stay until they end: ${stay}\n`);
  }
  process.stdout.write("The map is gone from the kernel. Clients that come here reach no node any more.\n");
  return 0;
}
