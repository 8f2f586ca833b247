// What carries traffic on this machine, as the signed settings want it: OpenVPN's process, the kernel's routes, FRR.
import type { NodeSettings } from "../lib/nodes/node-settings";
import type { Faults } from "./faults";
import { frrOf } from "./frr";
import { keepRoutes } from "./keep-routes";
import { keepRouting } from "./keep-routing";
import { strictReversePath } from "./kernel";
import type { Log } from "./log";
import { openvpnProcess, type OpenvpnProcess } from "./openvpn-process";
import type { Paths } from "./paths";
import { wantedRoutes } from "./routes";
import { runProgram, warmProgram } from "./run-program";
import type { Identity } from "./state";
import type { StatusRow } from "./status3";
import { unitsOf } from "./systemd";
import { readText } from "./write-file";

type Needs = {
  at: Paths;
  identity: Identity;
  /** The pathspace of FRR, where this run names another than the enrolment did. */
  frr: string | null;
  settings(): NodeSettings | null;
  /** OpenVPN has been told to end. */
  ending(): void;
  faults: Faults;
  log: Log;
};

export function dataPlane({ at, identity, frr, settings, ending, faults, log }: Needs) {
  const process_ = openvpnProcess(at, identity.supervisor === "systemd" ? unitsOf(at.dir, identity.node).openvpn : null);
  const openvpn: OpenvpnProcess = {
    ...process_,
    stop() {
      const stopped = process_.stop();
      ending();
      return stopped;
    },
  };
  const now = (): number => performance.now();
  const device = (): string | null => /^dev (\S+)$/m.exec(readText(at.config) ?? "")?.[1] ?? null;
  const routes = keepRoutes({ device, run: runProgram, batch: warmProgram("ip", ["-force", "-batch", "-"]), faults, log, now });
  const routing = keepRouting({
    frr: frrOf(frr ?? identity.frr, at.temporary, (program, args) => runProgram(program, args, "", 60_000)),
    before: at.frrBefore,
    settings,
    faults,
    log,
    now,
  });
  return {
    openvpn,
    restarts: () => settings()?.restarts ?? 0,
    drained: () => settings()?.drained ?? false,
    route: (rows: readonly StatusRow[]) => routes.want(wantedRoutes(rows, settings()?.pools ?? []), openvpn.pid()),
    lookAtRouting: routing.look,
    /** A device on which the kernel drops what comes back another way than it went: the core may well send it so. */
    strictDevice(): string | null {
      const core = settings()?.routing?.interface;
      return core === undefined ? null : ([core, device() ?? core].find(strictReversePath) ?? null);
    },
  };
}
