import { expect, test } from "@playwright/test";
import { openTarget, type Target } from "./target";

let on: Target;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  on = await openTarget();
});
test.afterAll(() => on?.close());

const UNSEEN = {
  "a newline": "a\nb",
  "a NUL": "a\0b",
  "a bidi override": "a\u202Eb",
  "a zero width space": "a\u200Bb",
  "a line separator": "a\u2028b",
  "half a character": "a\ud800b",
  "an escape": "a\u001b[31mb",
  "nothing but blanks": "   ",
};
const PATHS = {
  "a path": "../../etc/passwd",
  "a slash": "a/b",
  "a backslash": "a\\b",
  "a quote": "a'b",
  "two dots": "a..b",
  "capital letters": "Ann",
  "another alphabet": "аnn",
  nothing: "",
  "too much": "a".repeat(2000),
};

for (const [what, text] of Object.entries({ ...UNSEEN, ...PATHS })) {
  test(`names with ${what}`, async () => {
    await on.refused(() => on.onboard(text), { status: 400, field: "username" }, "username");
    await on.refused(() => on.onboard("bob", { device: text }), { status: 400, field: "device" }, "device");
    await on.refused(
      () => on.page("POST", "/api/v1/users/ann.smith/devices", { body: { name: text } }),
      { status: 400, field: "name" },
      "device name",
    );
    await on.refused(
      () => on.page("POST", "/api/v1/nodes", { body: { name: text, address: "a.example.org" } }),
      { status: 400, field: "name" },
      "node's name",
    );
    if (text !== "Ann")
      await on.refused(
        () => on.page("POST", "/api/v1/nodes", { body: { name: "vpn9", address: text } }),
        { status: 400, field: "address" },
        "address",
      );
    await on.refused(
      () => on.page("POST", "/api/v1/nodes", { body: { name: "vpn9", address: "a.example.org", interface: `${text}/` } }),
      { status: 400, field: "interface" },
      "interface",
    );
    if (what in UNSEEN || ["nothing", "too much"].includes(what))
      await on.refused(() => on.onboard("bob", { name: text }), { status: 400, field: "name" }, "person's name");
    await on.refused(() => on.onboard("bob", { email: `${text}@` }), { status: 400, field: "email" }, "e-mail");
    await on.refused(
      () => on.page("POST", `/api/v1/users/${encodeURIComponent(text.toWellFormed() || "-")}/offboard`, { body: { confirm: text } }),
      { status: 404 },
      "path",
    );
    await on.refused(
      () => on.page("DELETE", `/api/v1/nodes/${encodeURIComponent(text.toWellFormed() || "-")}`, { body: { confirm: text } }),
      { status: 404 },
      "node's path",
    );
    await on.refused(
      () => on.page("POST", `/api/v1/devices/${encodeURIComponent(text.toWellFormed() || "-")}/revoke`, { body: { reason: "superseded" } }),
      { status: 404 },
      "device's path",
    );
  });
}

test("reads with odd queries are answered, not broken", async () => {
  for (const [what, text] of Object.entries({ ...UNSEEN, ...PATHS })) {
    for (const path of [
      `/api/v1/users?search=`,
      `/api/v1/users?page=`,
      `/api/v1/audit?subject=`,
      `/api/v1/audit?before=`,
      `/api/v1/users/`,
      `/api/v1/nodes/`,
      `/api/v1/authority/`,
    ]) {
      expect((await on.page("GET", path + encodeURIComponent(text.toWellFormed()))).status, `${path} ${what}`).toBeLessThan(500);
    }
  }
  for (const query of ["since=-1&epoch=1", "since=1e99&epoch=1", "since=x&epoch=1", "epoch=1", "since=0&epoch=1&wait=1000"]) {
    const said = await on.program("GET", `/api/v1/node/bundle?${query}`, { headers: { authorization: `Bearer ${on.node.token}` } });
    expect([said.status, said.type], query).toEqual([400, "application/problem+json"]);
  }
});
