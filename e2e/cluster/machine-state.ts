import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** What of this machine a cluster could change, outside its own namespaces. */
export function machineState(): Record<string, string> {
  const say = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  // By name: others may make files and namespaces of their own meanwhile.
  const ours = (name: string) => /^homeport-(cluster|internet|core|backend|lb\d|vpn\d|client\d)/.test(name);
  const files = ["/run", "/run/netns", tmpdir(), "/etc/frr", "/run/frr", "/var/tmp/frr", "/var/lib", "/usr/local/lib"];
  return {
    routes:
      say("ip", "-o", "route", "show", "table", "all") +
      say("ip", "-o", "-6", "route", "show", "table", "all").replace(/ expires \S+/g, ""),
    devices: say("ip", "-o", "link").replace(/ (qlen|state) \S+/g, ""),
    rules: say("nft", "list", "ruleset"),
    mounts: readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .filter((line) => /homeport|\/run\/netns /.test(line))
      .join("\n"),
    sysctls: say("sysctl", "-a")
      .split("\n")
      // Counters are nobody's setting.
      .filter((line) => line.startsWith("net.") && !/count|\.stable_secret|tcp_fastopen_key/.test(line))
      .join("\n"),
    files: files
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder)
          .filter((name) => folder.endsWith("/frr") || ours(name))
          .map((name) => `${folder}/${name}`),
      )
      .join("\n"),
  };
}

/** Processes that were started with this variable in their environment, or by one that was. */
export function processesWith(variable: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "latin1").includes(variable)) return [];
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")}`];
    } catch {
      // It has just gone, or is nothing but its number.
      return [];
    }
  });
}
