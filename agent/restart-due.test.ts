import { expect, it } from "vitest";
import { restartDue } from "./restart-due";

const at = new Date("2026-11-23T10:00:00.000Z");
const started = { config: "a", trust: "t", certificate: "80000000c", certificateEnds: "2026-12-03T10:00:00.000Z", restarts: 2 };
const same = { config: "a", trust: "t", certificate: "80000000c", restarts: 2 };

it("OpenVPN is started again for its server.conf, and once for each new number of the portal's", () => {
  expect(restartDue(started, same, at)).toEqual({ now: null, waits: null });
  expect(restartDue(null, same, at).now).toMatch(/configuration/);
  expect(restartDue(started, { ...same, config: "b" }, at).now).toMatch(/configuration/);
  expect(restartDue(started, { ...same, restarts: 3 }, at).now).toMatch(/portal/);
  expect(restartDue({ ...started, restarts: 3 }, same, at).now).toBeNull();
});

it("cluster.5: a changed chain or tls-crypt-v2 key, which is new on all nodes at once, waits for its turn", () => {
  expect(restartDue(started, { ...same, trust: "u" }, at)).toEqual({ now: null, waits: expect.stringMatching(/^A changed CA chain/) });
  expect(restartDue(started, { ...same, trust: "u", restarts: 3 }, at).now).toMatch(/portal/);
});

it("a renewed certificate waits until the one in use ends soon, which is at another moment for each", () => {
  const renewed = { ...same, certificate: "d" };
  const on = (time: string, certificate: string) => restartDue({ ...started, certificate }, renewed, new Date(time)).now;
  expect(restartDue(started, renewed, at)).toEqual({ now: null, waits: expect.stringMatching(/renewed certificate waits/) });
  // Half of the way between five days and one.
  expect([on("2026-11-30T09:59:59Z", "80000000"), on("2026-11-30T10:00:01Z", "80000000")]).toEqual([
    null,
    expect.stringMatching(/ends soon/),
  ]);
  expect([on("2026-11-28T10:00:01Z", "ffffffff"), on("2026-12-02T09:59:00Z", "00000000")]).toEqual([
    expect.stringMatching(/ends soon/),
    null,
  ]);
  expect(on("2026-12-02T10:00:01Z", "00000000")).toMatch(/ends soon/);
  expect(restartDue({ ...started, certificateEnds: null }, renewed, at).now).toMatch(/ends soon/);
});
