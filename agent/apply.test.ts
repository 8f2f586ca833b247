import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Removal } from "../lib/nodes/bundle";
import { applyBundle, digestOnDisk, type Hands, type Memory } from "./apply";
import { faults } from "./faults";
import { keepBundle, readMemory } from "./keep-bundle";
import { bundle, ca, crlPem, deviceOf, foreignCa, identity, minutes, nodeFolder, NOW } from "./node-for-tests";
import type { Paths } from "./paths";

class PowerCut extends Error {}
let at: Paths;
let remove: () => void;
let killed: { names: string[]; ccd: string[]; crl: string }[];
beforeEach(() => ({ at, remove } = nodeFolder()));
beforeEach(() => void (killed = []));
afterEach(() => remove());

const read = (path: string): string => readFileSync(path, "utf8");
const ccd = (): string[] => readdirSync(at.ccd).sort();
const hands = (cutAfter?: string, now = NOW): Hands => ({
  now: () => now,
  admit: () => undefined,
  kill: async (fresh: Removal[]) =>
    void (fresh.length && killed.push({ names: fresh.map((one) => one.commonName), ccd: ccd(), crl: read(at.crl) })),
  step(name) {
    if (name === cutAfter) throw new PowerCut(name);
  },
});

const first = bundle({ revision: 1, admits: ["ann.laptop.1", "bob.phone.1"], crl: crlPem({ number: 1 }) });
const newCrl = crlPem({ number: 2, thisUpdate: minutes(-59), serials: [deviceOf("ann.laptop.1").serial] });
const offboard = bundle({
  revision: 2,
  admits: ["bob.phone.1", "cy.pad.1"],
  removes: [{ name: "ann.laptop.1", revision: 2 }],
  crl: newCrl,
});
const fresh = (): Memory => ({ state: null, revocations: [] });
const STEPS = ["journal", "ccd files removed", "crl", "killed", "revocations", "files", "state", "done"];

/** What a new agent does at its start on the same folder. */
async function restart(now = NOW): Promise<Memory> {
  const memory = readMemory(at);
  const seen = faults(() => undefined);
  const keeper = keepBundle({ at, identity, memory, hands: hands(undefined, now), faults: seen, log: () => undefined });
  await keeper.finish();
  await keeper.repair();
  return memory;
}

describe("apply", () => {
  it("puts both barriers on disk before the first kill (I7)", async () => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    await applyBundle(offboard.signed, offboard.payload, memory, at, hands());
    expect(killed).toEqual([{ names: ["ann.laptop.1"], ccd: ["bob.phone.1"], crl: newCrl }]);
    expect(memory.revocations).toMatchObject([
      { commonName: "ann.laptop.1", revision: 2, barriers: "both", refusedAt: NOW.toISOString(), clearAt: null },
    ]);
    expect(ccd()).toEqual(["bob.phone.1", "cy.pad.1"]);
    expect(memory.state).toMatchObject({ revision: 2, digest: offboard.payload.digest, crlRefused: null });
    expect(digestOnDisk(at)).toBe(offboard.payload.digest);
    expect(existsSync(at.journal)).toBe(false);
    expect(statSync(at.crl).mode & 0o777).toBe(0o600);
  });

  it("gives a CRL an mtime of at least a second more than the last (fact 1)", async () => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    const before = statSync(at.crl).mtimeMs;
    await applyBundle(offboard.signed, offboard.payload, memory, at, hands());
    expect(statSync(at.crl).mtimeMs - before).toBe(1000);
  });

  it.each(STEPS)("is finished at the next start when the power goes after: %s (I7)", async (step) => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    await expect(applyBundle(offboard.signed, offboard.payload, memory, at, hands(step))).rejects.toThrow(PowerCut);
    const after = await restart();
    expect(after.state).toMatchObject({ epoch: 1, revision: 2, digest: offboard.payload.digest });
    expect(ccd()).toEqual(["bob.phone.1", "cy.pad.1"]);
    expect(read(at.crl)).toBe(newCrl);
    expect(after.revocations).toMatchObject([{ commonName: "ann.laptop.1", barriers: "both" }]);
    expect(killed.length).toBeGreaterThan(0);
    for (const one of killed) expect(one).toMatchObject({ names: ["ann.laptop.1"], crl: newCrl });
    expect(existsSync(at.journal)).toBe(false);
    expect(digestOnDisk(at)).toBe(offboard.payload.digest);
  });

  it("a damaged journal is no journal", async () => {
    await applyBundle(first.signed, first.payload, fresh(), at, hands());
    writeFileSync(at.journal, '{"payload":"AAAA","signature":"AAAA"}');
    expect((await restart()).state).toMatchObject({ revision: 1 });
    expect(existsSync(at.journal)).toBe(false);
  });

  it("a lost state file comes back from the last bundle, so that no older one is taken (I7)", async () => {
    const memory = fresh();
    await applyBundle(offboard.signed, offboard.payload, memory, at, hands());
    writeFileSync(at.state, "{");
    expect((await restart()).state).toMatchObject({ revision: 2 });
  });

  it("puts back what somebody edited", async () => {
    await applyBundle(first.signed, first.payload, fresh(), at, hands());
    writeFileSync(join(at.ccd, "DEFAULT"), "");
    writeFileSync(at.config, "client-to-client\n", { flag: "a" });
    writeFileSync(join(at.ccd, "ann.laptop.1"), "");
    await restart();
    expect(digestOnDisk(at)).toBe(first.payload.digest);
    expect(ccd()).toEqual(["ann.laptop.1", "bob.phone.1"]);
  });
});

describe("suspended and resumed", () => {
  const { ipv4, ipv6 } = deviceOf("ann.laptop.1");
  const crl = first.payload.files.find((file) => file.path === "crl.pem")?.content ?? "";
  const suspended = bundle({
    revision: 2,
    admits: ["bob.phone.1"],
    crl,
    change: { removals: [{ commonName: "ann.laptop.1", revision: 2, ipv4, ipv6, serial: null }] },
  });
  const resumed = bundle({ revision: 3, admits: ["ann.laptop.1", "bob.phone.1"], crl });

  it("a suspension has no serial: the missing ccd file is all that it needs, and the CRL stays as it is", async () => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    await applyBundle(suspended.signed, suspended.payload, memory, at, hands());
    expect(killed).toMatchObject([{ names: ["ann.laptop.1"], ccd: ["bob.phone.1"] }]);
    expect(memory.revocations).toMatchObject([{ commonName: "ann.laptop.1", serial: null, barriers: "both", clearAt: null }]);
  });

  it.each(STEPS)(
    "a resumption that is cut off after: %s is finished at the next start, and nothing looks for the name any more (I7)",
    async (step) => {
      const memory = fresh();
      await applyBundle(first.signed, first.payload, memory, at, hands());
      await applyBundle(suspended.signed, suspended.payload, memory, at, hands());
      killed = [];
      await expect(applyBundle(resumed.signed, resumed.payload, memory, at, hands(step))).rejects.toThrow(PowerCut);
      // Whenever the file is there, the memory that would end the session is gone from the disk.
      if (ccd().includes("ann.laptop.1")) expect(readMemory(at).revocations).toEqual([]);
      const after = await restart();
      expect([after.revocations, killed, ccd()]).toEqual([[], [], ["ann.laptop.1", "bob.phone.1"]]);
      expect(after.state).toMatchObject({ revision: 3 });
    },
  );

  it("a node that missed the resumption takes the second suspension as a new one", async () => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    await applyBundle(suspended.signed, suspended.payload, memory, at, hands());
    const again = bundle({
      revision: 5,
      admits: ["bob.phone.1"],
      crl,
      change: { removals: [{ commonName: "ann.laptop.1", revision: 5, ipv4, ipv6, serial: null }] },
    });
    await applyBundle(again.signed, again.payload, memory, at, hands());
    expect(killed).toHaveLength(2);
    expect(memory.revocations).toMatchObject([{ commonName: "ann.laptop.1", revision: 5, clearAt: null, acknowledged: false }]);
  });
});

describe("an unsafe CRL is refused alone", () => {
  it.each<[string, string | null, RegExp]>([
    ["missing", null, /no CRL/],
    ["empty", "", /missing/],
    ["truncated", newCrl.slice(0, 200), /./],
    ["foreign", crlPem({ number: 2, by: foreignCa }), /not|key/],
    ["expired", crlPem({ number: 2, thisUpdate: minutes(-59), nextUpdate: minutes(-1) }), /expired/],
    ["from the future", crlPem({ number: 2, thisUpdate: minutes(1) }), /future/],
    ["older than the one in place", crlPem({ number: 0, thisUpdate: minutes(-70) }), /older/],
  ])("%s: the old one stays, the removals and kills apply, the receipt says so", async (_, crl, why) => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    const made = bundle({ revision: 2, admits: ["bob.phone.1"], removes: [{ name: "ann.laptop.1", revision: 2 }], crl });
    await applyBundle(made.signed, made.payload, memory, at, hands());
    expect(read(at.crl)).toBe(first.payload.files.find((file) => file.path === "crl.pem")?.content);
    expect(ccd()).toEqual(["bob.phone.1"]);
    expect(killed).toMatchObject([{ names: ["ann.laptop.1"] }]);
    expect(memory.revocations).toMatchObject([{ commonName: "ann.laptop.1", barriers: "ccd only" }]);
    expect(memory.state).toMatchObject({ revision: 2, crls: [{ number: "1" }] });
    expect(memory.state?.crlRefused).toMatch(why);
    expect(digestOnDisk(at)).toBe(memory.state?.liveDigest);
  });

  it("a CRL from the future is let in when its time has come, and the receipt then says both", async () => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    const made = bundle({
      revision: 2,
      removes: [{ name: "ann.laptop.1", revision: 2 }],
      crl: crlPem({ number: 2, thisUpdate: minutes(1), serials: [deviceOf("ann.laptop.1").serial] }),
    });
    await applyBundle(made.signed, made.payload, memory, at, hands());
    const keeper = keepBundle({
      at,
      identity,
      memory,
      hands: hands(undefined, minutes(2)),
      faults: faults(() => undefined),
      log: () => undefined,
    });
    await keeper.takeAgain();
    expect(memory.state?.crlRefused).toBeNull();
    expect(memory.revocations).toMatchObject([{ barriers: "both", refusedAt: minutes(2).toISOString() }]);
  });

  it("a chain does not change without its CRL (facts 6, 12)", async () => {
    const memory = fresh();
    await applyBundle(first.signed, first.payload, memory, at, hands());
    const made = bundle({ revision: 2, files: [{ path: "trusted_chain.pem", content: foreignCa.chainPem }] });
    await applyBundle(made.signed, made.payload, memory, at, hands());
    expect(read(at.chain)).toBe(ca.chainPem);
    expect(memory.state?.crlRefused).not.toBeNull();
  });

  it("a CRL that does not list the serial is no barrier for it", async () => {
    const memory = fresh();
    const made = bundle({ revision: 1, removes: [{ name: "ann.laptop.1", revision: 1 }], crl: crlPem() });
    await applyBundle(made.signed, made.payload, memory, at, hands());
    expect(memory.revocations).toMatchObject([{ barriers: "ccd only" }]);
  });
});

it("a disk that takes no journal stops no removal (I6)", async () => {
  const memory = fresh();
  await applyBundle(first.signed, first.payload, memory, at, hands());
  mkdirSync(at.journal);
  await expect(applyBundle(offboard.signed, offboard.payload, memory, at, hands())).rejects.toThrow();
  expect(ccd()).toEqual(["bob.phone.1"]);
  expect(killed).toMatchObject([{ names: ["ann.laptop.1"] }]);
  expect(memory.revocations).toMatchObject([{ barriers: "ccd only" }]);
  expect(memory.state).toMatchObject({ revision: 1 });
  rmdirSync(at.journal);
  await applyBundle(offboard.signed, offboard.payload, memory, at, hands());
  expect(memory.revocations).toMatchObject([{ barriers: "both" }]);
});
