// The agent's words where the folder is a balancer's.
import { hasSystemd } from "../systemd";
import { checkBalancer } from "./check";
import { clearBalancer } from "./clear";
import { enrolBalancer } from "./enrol";
import { balancerPathsIn } from "./paths";
import { runBalancer } from "./run";
import { balancerStatus } from "./status";
import { installBalancerUnit } from "./unit";

type Enrolment = { portal: string; pin: string; token: string; supervisor: "systemd" | "child" | null };

export const balancerRole = (dir: string) => {
  const at = balancerPathsIn(dir);
  return {
    async enrol(wish: Enrolment): Promise<number> {
      const supervisor = wish.supervisor ?? (hasSystemd() ? "systemd" : "child");
      const identity = await enrolBalancer(at, { ...wish, supervisor });
      process.stdout.write(`This is now the balancer ${identity.balancer} of cluster ${identity.cluster}, in ${dir}.\n`);
      if (supervisor === "systemd") installBalancerUnit(dir, identity.balancer);
      else process.stdout.write(`Start it with: ${process.execPath} ${process.argv[1]} run --dir ${dir}\n`);
      return 0;
    },
    async run(signal: AbortSignal): Promise<number> {
      await runBalancer(at, signal);
      return 0;
    },
    status: (json: boolean) => balancerStatus(at, json),
    check: (json: boolean) => checkBalancer(at, json),
    clear: () => clearBalancer(at),
  };
};
