import { describe, expect, it } from "vitest";
import { killCommands, unwanted } from "./cut-off";
import { goodbyeOf, isLeaving, isUp, readStatus, sourceOf, stillLeaving } from "./status3";

const HEADER =
  "HEADER\tCLIENT_LIST\tCommon Name\tReal Address\tVirtual Address\tVirtual IPv6 Address\tBytes Received\tBytes Sent\tConnected Since\tConnected Since (time_t)\tUsername\tClient ID\tPeer ID\tData Channel Cipher";
const line = (name: string, real: string, v4: string, v6: string, id: number) =>
  `CLIENT_LIST\t${name}\t${real}\t${v4}\t${v6}\t4180\t3881\t2026-11-22 19:26:12\t1795375572\tUNDEF\t${id}\t0\tAES-256-GCM`;
const P6 = "fd7a:6ca6:e640:8000::a08:";
const lines = [
  "TITLE\tOpenVPN 2.6.14",
  "TIME\t2026-11-22 19:26:40\t1795375600",
  HEADER,
  line("ann.laptop.1", "192.0.2.2:54220", "10.8.1.0", `${P6}100`, 0),
  line("bob.phone.1", "udp4:192.0.2.3:1001", "10.8.1.1", `${P6}101`, 1),
  line("UNDEF", "192.0.2.4:1002", "", "", 2),
  line("UNDEF", "udp4:192.0.2.5:1003", "10.8.1.0", `${P6}100`, 3),
  "HEADER\tROUTING_TABLE\tVirtual Address\tCommon Name",
  "ROUTING_TABLE\t10.8.1.0\tann.laptop.1\t192.0.2.2:54220\t2026\t1",
  "GLOBAL_STATS\tMax bcast/mcast queue length\t0",
];
const rows = readStatus(lines);
const removed = { commonName: "ann.laptop.1", ipv4: "10.8.1.0", ipv6: `${P6}100` };

describe("status 3", () => {
  it("reads 2.6 and 2.7 alike", () => {
    expect(rows).toHaveLength(4);
    expect(rows[0]).toEqual({
      commonName: "ann.laptop.1",
      realAddress: "192.0.2.2:54220",
      ipv4: "10.8.1.0",
      ipv6: `${P6}100`,
      bytesIn: 4180,
      bytesOut: 3881,
      since: new Date("2026-11-22T19:26:12Z"),
      clientId: 0,
    });
    expect(rows.map(sourceOf)).toEqual(["192.0.2.2:54220", "192.0.2.3:1001", "192.0.2.4:1002", "192.0.2.5:1003"]);
    expect(rows.map(isUp)).toEqual([true, true, false, true]);
  });

  it("finds its columns by their names", () => {
    const moved = readStatus(["HEADER\tCLIENT_LIST\tClient ID\tCommon Name\tVirtual Address", "CLIENT_LIST\t7\tann.laptop.1\t10.8.1.0"]);
    expect(moved).toMatchObject([{ clientId: 7, commonName: "ann.laptop.1", ipv4: "10.8.1.0", ipv6: null }]);
  });

  it.each([
    ["nothing", []],
    ["no client id", [HEADER, "CLIENT_LIST\tann.laptop.1\t192.0.2.2:1"]],
    ["another line", ["ERROR: unknown command"]],
  ])("%s is nobody", (_, text) => {
    expect(readStatus(text)).toEqual([]);
  });
});

describe("who must go", () => {
  it("the removed name, and UNDEF with its addresses; not a handshake, not others (fact 4)", () => {
    const found = unwanted(rows, [removed], new Set(["bob.phone.1"]));
    expect(found.rows.map((row) => row.clientId)).toEqual([0, 3]);
    expect([...found.seen]).toEqual(["ann.laptop.1"]);
  });

  it("a suspended client that goes on knocking is sent away, and is no sighting: it never comes up", () => {
    const knocking = readStatus([HEADER, line("ann.laptop.1", "192.0.2.2:1", "", "", 7)]);
    const found = unwanted(knocking, [removed], new Set());
    expect([found.rows.map((row) => row.clientId), [...found.seen]]).toEqual([[7], []]);
  });

  it("not the renewed certificate of the same device, with the same addresses", () => {
    const renewed = readStatus([HEADER, line("ann.laptop.2", "192.0.2.2:1", "10.8.1.0", `${P6}100`, 5)]);
    expect(unwanted(renewed, [removed], new Set(["ann.laptop.2"])).rows).toEqual([]);
  });

  it("everybody who is up without a ccd file, also after the 90 s (I6)", () => {
    expect(unwanted(rows, [], new Set(["bob.phone.1"])).rows.map((row) => row.commonName)).toEqual(["ann.laptop.1"]);
  });

  it("is found at once in a full node, however many were removed: nothing else happens meanwhile", () => {
    const pair = (net: number, i: number) => ({ ipv4: `10.${net}.${i >> 8}.${i & 255}`, ipv6: `fd00:${net}::${i.toString(16)}` });
    const name = (i: number) => `somebody-${i}.laptop.1`;
    const all = Array.from({ length: 4096 }, (_, i) => ({ ...rows[0]!, ...pair(8, i), commonName: name(i), clientId: i })); // the table's first
    const gone = Array.from({ length: 5000 }, (_, i) => ({ ...pair(i < 10 ? 8 : 9, i), commonName: name(i < 10 ? i : i + 10_000) }));
    const began = performance.now();
    const found = unwanted(all, gone, new Set(all.slice(10).map(({ commonName }) => commonName)));
    expect(performance.now() - began).toBeLessThan(500);
    expect([found.rows.length, found.seen.size]).toEqual([10, 10]);
  });

  it.each([
    [0, ["kill ann.laptop.1", "client-kill 0"]],
    [1, ["kill bob.phone.1", "client-kill 1"]],
    [3, ["kill udp4:192.0.2.5:1003", "client-kill 3"]],
  ])("row %i is killed by name or address, then by id (fact 3)", (index, commands) => {
    expect(killCommands(rows[index]!)).toEqual(commands); // the row is in the table above
  });

  it("a name outside the grammar never reaches the socket", () => {
    const [row] = readStatus([HEADER, line("x\\ signal SIGTERM", "192.0.2.2:1", "10.8.1.9", "", 9)]);
    expect(row && killCommands(row)).toEqual(["client-kill 9"]);
  });
});

describe("who says goodbye", () => {
  const rows = readStatus(lines);
  it("is known by the log, and for the 5 s that OpenVPN keeps it by its client id", () => {
    const goodbyes = new Set([goodbyeOf("1795375600,,bob.phone.1/192.0.2.3:1001 Delayed exit in 5 seconds") ?? ""]);
    const leaving = stillLeaving(rows, new Map(), goodbyes, 100);
    expect(rows.map((row) => isLeaving(row, leaving, 100))).toEqual(rows.map(({ clientId }) => clientId === 1));
    expect(goodbyes.size).toBe(0);
    const later = stillLeaving(rows, leaving, goodbyes, 5000);
    expect([...later.keys()]).toEqual([1]);
    expect(stillLeaving(rows.slice(0, 1), leaving, goodbyes, 5000).size).toBe(0);
    const [, bob] = rows;
    expect(bob && isLeaving(bob, later, 9000), "somebody who stays is not leaving").toBe(false);
  });
  it("is nobody whom another line of the log names", () => {
    expect(goodbyeOf("1795375600,,MULTI: Learn: 10.8.1.0 -> ann.laptop.1/192.0.2.2:54220")).toBeNull();
    expect(goodbyeOf("1795375600,,192.0.2.4:1002 Delayed exit in 5 seconds")).toBeNull();
  });
});
