import { readArguments, USAGE, type Wish } from "./arguments";
import { isBalancerFolder } from "./balancer/paths";
import { balancerRole } from "./balancer/role";
import { check } from "./check";
import { enrol } from "./enrol";
import { sentenceOf } from "./log";
import { pathsIn } from "./paths";
import { run } from "./run";
import { status } from "./status";
import { hasSystemd, installUnits } from "./systemd";
import { AGENT_VERSION } from "./version";

async function main(wish: Wish): Promise<number> {
  switch (wish.verb) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "version":
      process.stdout.write(`homeport-agent ${AGENT_VERSION}\n`);
      return 0;
    case "enrol": {
      if (wish.role === "balancer") return balancerRole(wish.dir).enrol(wish);
      if (isBalancerFolder(wish.dir)) throw new Error(`${wish.dir} is a balancer's folder. Name another with --dir.`);
      const at = pathsIn(wish.dir);
      const supervisor = wish.supervisor ?? (hasSystemd() ? "systemd" : "child");
      const identity = await enrol(at, { ...wish, supervisor });
      process.stdout.write(`This is now ${identity.node} of cluster ${identity.cluster}, in ${wish.dir}.\n`);
      if (supervisor === "systemd") installUnits(at, identity.node);
      else process.stdout.write(`Start it with: ${process.execPath} ${process.argv[1]} run --dir ${wish.dir}\n`);
      return 0;
    }
    case "run": {
      const end = new AbortController();
      for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => end.abort());
      if (isBalancerFolder(wish.dir)) return balancerRole(wish.dir).run(end.signal);
      await run(pathsIn(wish.dir), end.signal, wish.frr);
      return 0;
    }
    case "clear":
      if (!isBalancerFolder(wish.dir)) throw new Error(`${wish.dir} is not a balancer's folder: there is nothing to clear.`);
      return balancerRole(wish.dir).clear();
    case "status":
      if (isBalancerFolder(wish.dir)) return balancerRole(wish.dir).status(wish.json);
      return status(pathsIn(wish.dir), wish.json);
    case "check":
      if (isBalancerFolder(wish.dir)) return balancerRole(wish.dir).check(wish.json);
      return check(pathsIn(wish.dir), wish.json);
  }
}

try {
  process.exitCode = await main(readArguments(process.argv.slice(2), process.env));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
