import { describe, expect, it } from "vitest";
import type { SessionOrder } from "../lib/nodes/session-orders";
import { obeyOrder } from "./obey-order";

const since = new Date("2026-11-23T02:00:00Z");
const order: SessionOrder = {
  seq: 5,
  kind: "takeover",
  commonName: "ann.laptop.1",
  clientId: 4,
  since: since.toISOString(),
  bytesIn: 100,
  patienceMs: 40,
};
type Client = { id?: number; name?: string; from?: string; at?: Date; bytes: number };
const line = ({ id = 4, name = "ann.laptop.1", from = "203.0.113.5:51000", at = since, bytes }: Client) =>
  ["CLIENT_LIST", name, from, "10.8.0.2", "fd00::2", bytes, 7, "-", at.getTime() / 1000, "UNDEF", id].join("\t");

/** OpenVPN with these clients, one list for each look, that knows of the kills what `works` says. */
function openvpn(looks: Client[][], works: (command: string) => boolean = () => true) {
  const asked: string[] = [];
  const waits: number[] = [];
  const hands = {
    command: async (text: string) => {
      if (text === "status 3") return (looks.length > 1 ? looks.shift() : looks[0])?.map(line) ?? [];
      asked.push(text);
      return [works(text) ? "SUCCESS: done" : "ERROR: none"];
    },
    wait: async (ms: number) => void waits.push(ms),
  };
  return { hands, asked, waits };
}
const obey = async (said: Partial<SessionOrder>, looks: Client[][], works?: (command: string) => boolean) => {
  const { hands, asked, waits } = openvpn(looks, works);
  return { outcome: await obeyOrder({ ...order, ...said }, hands), asked, waits };
};

describe("taking over", () => {
  it("ends at once the session from which nothing more has come than the portal knows", async () => {
    expect(await obey({}, [[{ bytes: 100 }]])).toEqual({ outcome: "ended", asked: ["kill 203.0.113.5:51000"], waits: [] });
  });
  it("listens where more has come, and ends it when no byte follows", async () => {
    expect(await obey({}, [[{ bytes: 900 }], [{ bytes: 900 }]])).toEqual({
      outcome: "ended",
      asked: ["kill 203.0.113.5:51000"],
      waits: [40],
    });
  });
  it("leaves one alone that is alive", async () => {
    expect(await obey({ bytesIn: 0, patienceMs: 4000 }, [[{ bytes: 900 }], [{ bytes: 901 }]])).toEqual({
      outcome: "alive",
      asked: [],
      waits: [4000],
    });
  });
  it.each([
    ["nobody", []],
    ["another client's number", [{ id: 5, bytes: 1 }]],
    ["another name under that number", [{ name: "bob.laptop.1", bytes: 1 }]],
    ["the same of a later start of OpenVPN", [{ at: new Date(since.getTime() + 1000), bytes: 1 }]],
  ])("is too late for %s", async (_who, clients) => {
    expect(await obey({}, [clients])).toEqual({ outcome: "gone", asked: [], waits: [] });
  });
  it("is too late for one that goes while it listens", async () => {
    expect((await obey({}, [[{ bytes: 900 }], []])).outcome).toBe("gone");
  });
  it("ends by name where the address does not do, and by number where the name is connected twice", async () => {
    const byName = (command: string) => !command.startsWith("kill 2001");
    const six = { from: "2001:db8::5:51000", bytes: 1 };
    expect((await obey({}, [[six]], byName)).asked).toEqual(["kill 2001:db8::5:51000", "kill ann.laptop.1"]);
    expect((await obey({}, [[six, { id: 9, bytes: 1 }]], byName)).asked).toEqual(["kill 2001:db8::5:51000", "client-kill 4"]);
  });
});

describe("ending", () => {
  it("tells the client, and waits for it no longer than 100 ms, however much it sends", async () => {
    expect(await obey({ kind: "end" }, [[{ bytes: 900 }]])).toEqual({
      outcome: "ended",
      asked: ["client-kill 4", "kill 203.0.113.5:51000"],
      waits: [100],
    });
  });
});
