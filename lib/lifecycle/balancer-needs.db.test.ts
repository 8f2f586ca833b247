import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { addBalancer } from "@/lib/nodes/add-balancer";
import { AddBalancerBody } from "@/lib/nodes/balancer-body";
import { addEnrolledNode, as, newCluster } from "./cluster-for-tests";
import { readOverview } from "./read-overview";

test("the overview says what a load balancer's agent has said, and nothing of one without an agent", async () => {
  const admin = await newCluster();
  await addEnrolledNode(as(admin), "vpn1");
  const body = AddBalancerBody.parse({ name: "lb1", nodes: ["vpn1"], remote: { address: "198.51.100.200" } });
  await addBalancer(as(admin), body);
  const needs = async () => (await readOverview(as(admin))).needs.filter(({ href }) => href === "/nodes/balancers/lb1");
  const now = new Date();
  const faults = [{ code: "no-node-answers", sentence: "The only node behind this balancer does not answer." }];
  await db().balancer.updateMany({ data: { faults, reportedAt: now } });
  expect(await needs()).toEqual([]);
  await db().balancer.updateMany({ data: { enrolledAt: now } });
  expect(await needs()).toMatchObject([{ code: "balancer-no-node", tone: "bad", sentence: expect.stringMatching(/^lb1: The only node/) }]);
  const since = new Date(now.getTime() - 90_000).toISOString();
  await db().balancer.updateMany({ data: { faults: [], backends: [{ node: "vpn1", up: false, since }] } });
  expect(await needs()).toMatchObject([{ code: "balancer-node-out", sentence: expect.stringContaining("no answer from vpn1") }]);
  await db().balancer.updateMany({ data: { removedAt: now } });
  expect(await needs()).toEqual([]);
});
