import { expect, it } from "vitest";
import { restartDue } from "./restart-due";

const at = new Date("2026-11-23T10:00:00.000Z");
const started = { files: "a", certificate: "c", certificateEnds: "2026-12-03T10:00:00.000Z", restarts: 2 };
const same = { files: "a", certificate: "c", restarts: 2 };

it("OpenVPN is started again for its files, and once for each new number of the portal's", () => {
  expect(restartDue(started, same, at)).toEqual({ now: null, waits: null });
  expect(restartDue(null, same, at).now).toMatch(/configuration/);
  expect(restartDue(started, { ...same, files: "b" }, at).now).toMatch(/configuration/);
  expect(restartDue(started, { ...same, restarts: 3 }, at).now).toMatch(/portal/);
  expect(restartDue({ ...started, restarts: 3 }, same, at).now).toBeNull();
});

it("a renewed certificate waits, until the one in use has less than five days left", () => {
  const renewed = { ...same, certificate: "d" };
  expect(restartDue(started, renewed, at)).toEqual({ now: null, waits: expect.stringMatching(/renewed certificate waits/) });
  expect(restartDue(started, renewed, new Date("2026-11-28T10:00:01.000Z")).now).toMatch(/ends soon/);
  expect(restartDue({ ...started, certificateEnds: null }, renewed, at).now).toMatch(/ends soon/);
});
