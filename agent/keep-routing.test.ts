import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NodeSettings } from "../lib/nodes/node-settings";
import { faults as newFaults } from "./faults";
import { keepRouting } from "./keep-routing";

const settings = (area: string, on = true): NodeSettings =>
  NodeSettings.parse({
    pools: [{ ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64" }],
    routing: on
      ? {
          protocol: "ospf",
          routerId: "10.10.0.21",
          interface: "core",
          area,
          helloSeconds: 1,
          deadSeconds: 4,
          keyId: 1,
          key: "verysecret",
        }
      : null,
  });

/** FRR as its keeper sees it. */
function machine(folder: string) {
  const state = {
    loads: [] as string[],
    silent: [] as string[],
    refuse: null as string | null,
    fails: null as string | null,
    printed: "" as string | null,
  };
  let stored: string | null = "hostname before\n";
  let clock = 0;
  const logged: string[] = [];
  let wanted: NodeSettings | null = null;
  const faults = newFaults(() => undefined);
  const keeper = keepRouting({
    frr: {
      installed: () => true,
      silent: () => Promise.resolve(state.silent),
      whyNot: () => Promise.resolve(state.refuse),
      load(text) {
        state.loads.push(text);
        if (state.fails === null) stored = state.printed = text;
        return Promise.resolve(state.fails);
      },
      running: () => Promise.resolve(state.printed),
      stored: () => stored,
    },
    before: join(folder, "before.json"),
    settings: () => wanted,
    faults,
    log: (event, details) => void logged.push(`${event} ${JSON.stringify(details ?? {})}`),
    now: () => clock,
  });
  const look = async (seconds: number, change = wanted): Promise<string[]> => {
    clock += seconds * 1000;
    wanted = change;
    keeper.look();
    await sleep(20);
    return faults.list().map(({ code }) => code);
  };
  return { state, faults, look, logged };
}

describe("the keeper of FRR's configuration", () => {
  let folder = "";
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "homeport-frr-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("leaves FRR alone where the cluster has no routing", async () => {
    const one = machine(folder);
    await one.look(1, settings("", false));
    expect(one.state.loads).toEqual([]);
    expect(existsSync(join(folder, "before.json"))).toBe(false);
  });
  it("loads once, and again when the text is another", async () => {
    const one = machine(folder);
    await one.look(1, settings("0.0.0.0"));
    await one.look(1);
    await one.look(100);
    expect(one.state.loads).toHaveLength(1);
    await one.look(1, settings("0.0.0.1"));
    expect(one.state.loads).toHaveLength(2);
    expect(one.state.loads[1]).toContain("ip ospf area 0.0.0.1");
  });
  it("loads nothing that FRR's parser refuses, and tells its words without the key", async () => {
    const one = machine(folder);
    one.state.refuse = "line 9: % Unknown command: ip ospf message-digest-key 1 md5 verysecret";
    expect(await one.look(1, settings("0.0.0.0"))).toEqual(["routing-refused"]);
    expect(one.faults.list()[0]?.sentence).toMatch(/line 9: .* md5 …$/);
    await one.look(100);
    expect(one.state.loads).toEqual([]);
    one.state.refuse = null;
    expect(await one.look(1, settings("0.0.0.1"))).toEqual([]);
    expect(one.state.loads).toHaveLength(1);
  });
  it("tries a load again that failed", async () => {
    const one = machine(folder);
    one.state.fails = "the configuration is locked";
    expect(await one.look(1, settings("0.0.0.0"))).toEqual(["routing-refused"]);
    await one.look(1);
    expect(one.state.loads).toHaveLength(1);
    one.state.fails = null;
    expect(await one.look(10)).toEqual([]);
    expect(one.state.loads).toHaveLength(2);
  });
  it("says which daemons are away, and loads when they are back", async () => {
    const one = machine(folder);
    one.state.silent = ["ospfd", "ospf6d"];
    expect(await one.look(1, settings("0.0.0.0"))).toEqual(["routing-stopped"]);
    expect(one.faults.list()[0]?.sentence).toContain("FRR's ospfd and ospf6d do not answer");
    expect(one.state.loads).toEqual([]);
    one.state.silent = [];
    expect(await one.look(5)).toEqual([]);
    expect(one.state.loads).toHaveLength(1);
  });
  it("puts back what somebody changed by hand, and says so", async () => {
    const one = machine(folder);
    await one.look(1, settings("0.0.0.0"));
    one.state.printed += "router rip\n";
    expect(await one.look(31)).toEqual(["config-edited"]);
    expect(one.state.loads).toHaveLength(2);
  });
  it.each([
    "no ip ospf message-digest-key 1 md5 verysecret",
    "no ipv6 ospf6 authentication key-id 1 hash-algo hmac-sha-256 key verysecret",
    "no neighbor 10.10.0.1 password verysecret",
    "ip ospf authentication-key verysecret",
  ])("logs nobody's key when it cannot bring back what stood there: %s (I12)", async (line) => {
    const one = machine(folder);
    await one.look(1, settings("0.0.0.0"));
    one.state.fails = `% Unknown command: ${line}`;
    expect(await one.look(10, settings("", false))).toEqual(["routing-refused"]);
    expect(one.faults.list()[0]?.sentence).toMatch(/may go on announcing\. .*…/);
    expect(one.logged.at(-1)).toMatch(/^routing-not-withdrawn .*…/);
    expect(`${one.logged.join()} ${one.faults.list()[0]?.sentence}`).not.toContain("verysecret");
    one.state.fails = null;
    expect(await one.look(10)).toEqual([]);
  });
  it("takes silence of FRR for no change by hand", async () => {
    const one = machine(folder);
    await one.look(1, settings("0.0.0.0"));
    const { printed } = one.state;
    one.state.printed = null;
    expect(await one.look(40)).toEqual([]);
    one.state.printed = printed;
    expect(await one.look(40)).toEqual([]);
    expect(one.state.loads).toHaveLength(1);
    one.state.printed = "by hand";
    expect(await one.look(40)).toEqual(["config-edited"]);
  });
  it("switched off after another enrolment, it does not bring back what the one before had loaded", async () => {
    const one = machine(folder);
    await one.look(1, settings("0.0.0.0"));
    rmSync(join(folder, "before.json"));
    await one.look(1, settings("0.0.0.1"));
    await one.look(10, settings("", false));
    expect(one.state.loads.at(-1)).toBe("frr defaults traditional\n");
  });
  it("brings back what stood there before, once routing is switched off", async () => {
    const one = machine(folder);
    await one.look(1, settings("0.0.0.0"));
    await one.look(10, settings("", false));
    expect(one.state.loads.at(-1)).toBe("hostname before\n");
    await one.look(10);
    expect(one.state.loads).toHaveLength(2);
  });
});
