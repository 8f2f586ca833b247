import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, refusal } from "./cluster-for-tests";
import { search } from "./search";

let ctx: ReturnType<typeof as>;
let ann: Awaited<ReturnType<typeof addPersonWithProfile>>;
beforeAll(async () => {
  ctx = as(await newCluster());
  ann = await addPersonWithProfile(ctx, "ann.smith");
  await addPersonWithProfile(ctx, "bob");
  await addEnrolledNode(ctx, "vpn1");
});

const users = async (text: string) => (await search(ctx, text)).users.map(({ username }) => username);
const devices = async (text: string) => (await search(ctx, text)).devices.map(({ username, name }) => `${username} ${name}`);

it("finds people by the beginning of any of their names", async () => {
  expect(await users("person")).toEqual(["ann.smith", "bob"]);
  expect(await users("SMÏTH")).toEqual(["ann.smith"]);
  expect(await users("bob@example")).toEqual(["bob"]);
  expect(await users("rson")).toEqual([]);
});

it("finds devices by addresses in either family, common names and serials", async () => {
  expect(await devices(ann.ipv4)).toEqual(["ann.smith laptop"]);
  expect((await devices("10.8.0")).length).toBe(2);
  expect(await devices(ann.ipv6.toUpperCase())).toEqual(["ann.smith laptop"]);
  expect(await devices(ann.ipv6.replace("::", ":0:0:"))).toEqual(["ann.smith laptop"]);
  expect(await devices("ann.smith.lap")).toEqual(["ann.smith laptop"]);
  expect(await devices(ann.serial.slice(0, 12))).toEqual(["ann.smith laptop"]);
  expect(await devices((ann.serial.match(/../g) ?? []).join(":").toUpperCase())).toEqual(["ann.smith laptop"]);
});

it("finds nodes, and takes no text for a pattern", async () => {
  expect((await search(ctx, "VPN")).nodes).toEqual([expect.objectContaining({ name: "vpn1", state: "active" })]);
  for (const text of ["%", "_", "\\", "10.8.%", "a%n", " ", "'", "::", "\u0301"])
    expect(await search(ctx, text)).toEqual({ users: [], devices: [], nodes: [] });
});

it("is for those who may read users", async () => {
  const account = await db().account.findFirstOrThrow();
  const none = as({ kind: "account", id: account.id, authUserId: account.authUserId, email: "x@example.org", role: "none" });
  expect((await refusal(() => search(none, "ann"))).code).toBe("forbidden");
  expect((await refusal(() => search(as({ kind: "nobody" }), "ann"))).code).toBe("signed-out");
});
