import { existsSync } from "node:fs";
import { join } from "node:path";

export type BalancerPaths = ReturnType<typeof balancerPathsIn>;

/** Every file of a balancer's folder. All are 0600. */
export function balancerPathsIn(dir: string) {
  return {
    dir,
    /** Who this balancer is: written by `enrol`. Its presence makes the folder a balancer's. */
    identity: join(dir, "balancer.json"),
    lock: join(dir, "agent.lock"),
    /** The signed bundle in force. */
    bundle: join(dir, "bundle.json"),
    /** What the kernel's map was made of, and how each node was found last. */
    map: join(dir, "map.json"),
    health: join(dir, "health.json"),
    /** For `status`. */
    status: join(dir, "status.json"),
  };
}

export const isBalancerFolder = (dir: string): boolean => existsSync(balancerPathsIn(dir).identity);
