import { describe, expect, it } from "vitest";
import { faults as newFaults } from "./faults";
import { keepRoutes } from "./keep-routes";
import type { Ran } from "./run-program";

/** A kernel that `ip` speaks of: routes by address. */
function machine(before: Record<string, string> = {}) {
  const routes = new Map(Object.entries(before));
  const state = { routes, batches: [] as string[], clock: 0, broken: "" };
  const run = (): Promise<Ran> =>
    Promise.resolve({ code: 0, stdout: [...routes].map(([to, on]) => `${to} dev ${on} scope link\n`).join(""), stderr: "" });
  const batch = (input: string): Promise<Ran> => {
    state.batches.push(input);
    let code = 0;
    for (const line of input.trim().split("\n")) {
      const [, verb, to = "", , on = ""] = line.split(" ");
      const bare = to.replace(/\/(32|128)$/, "");
      if (state.broken) code = 1;
      else if (verb === "replace") routes.set(bare, on);
      else if (routes.get(bare) === on) routes.delete(bare);
      else code = 1;
    }
    return Promise.resolve({ code, stdout: "", stderr: code === 0 ? "" : state.broken || "RTNETLINK answers: No such process" });
  };
  const faults = newFaults(() => undefined);
  const keeper = keepRoutes({ device: () => "tun0", run, batch, faults, log: () => undefined, now: () => state.clock });
  const want = async (routesWanted: string[], pid: number | null = 7) => {
    keeper.want(new Set(routesWanted), pid);
    await keeper.settled();
  };
  return { state, faults, want, shown: () => Object.fromEntries(routes) };
}

describe("the keeper of routes", () => {
  it("removes at its start what is left over, and no other device's", async () => {
    const one = machine({ "10.8.1.9": "tun0", "10.8.1.8": "tun1" });
    await one.want(["10.8.1.5/32"]);
    expect(one.shown()).toEqual({ "10.8.1.5": "tun0", "10.8.1.8": "tun1" });
  });
  it("asks nothing and changes nothing while nothing changes", async () => {
    const one = machine();
    await one.want(["10.8.1.5/32", "fd7a::5/128"]);
    await one.want(["fd7a::5/128", "10.8.1.5/32"]);
    expect(one.state.batches).toEqual(["route replace 10.8.1.5/32 dev tun0 proto 170\nroute replace fd7a::5/128 dev tun0 proto 170\n"]);
  });
  it("sets again what somebody took away, and what went with the device of an OpenVPN before", async () => {
    const one = machine();
    await one.want(["10.8.1.5/32"]);
    one.state.routes.clear();
    await one.want(["10.8.1.5/32"]);
    expect(one.shown()).toEqual({});
    one.state.clock = 6000;
    await one.want(["10.8.1.5/32"]);
    expect(one.shown()).toEqual({ "10.8.1.5": "tun0" });
    one.state.routes.clear();
    await one.want(["10.8.1.5/32"], 8);
    expect(one.shown()).toEqual({ "10.8.1.5": "tun0" });
  });
  it("lets another node of the machine keep what it has taken since, until it has let go", async () => {
    const one = machine();
    await one.want(["10.8.1.5/32"]);
    one.state.routes.set("10.8.1.5", "tun1");
    one.state.clock = 6000;
    await one.want(["10.8.1.5/32"]);
    expect(one.shown()).toEqual({ "10.8.1.5": "tun1" });
    one.state.routes.clear();
    one.state.clock = 12_000;
    await one.want(["10.8.1.5/32"]);
    expect(one.shown()).toEqual({ "10.8.1.5": "tun0" });
  });
  it("says what fails, tries again, and takes it back", async () => {
    const one = machine();
    one.state.broken = "RTNETLINK answers: Operation not permitted";
    await one.want(["10.8.1.5/32"]);
    expect(one.faults.list()).toMatchObject([{ code: "routes-failed", sentence: /not permitted/ }]);
    one.state.broken = "";
    await one.want(["10.8.1.5/32"]);
    expect(one.faults.list()).toEqual([]);
    expect(one.shown()).toEqual({ "10.8.1.5": "tun0" });
  });
  it("finds no fault in a route that went with its device", async () => {
    const one = machine();
    await one.want(["10.8.1.5/32"]);
    one.state.routes.clear();
    await one.want([]);
    expect(one.faults.list()).toEqual([]);
  });
});
