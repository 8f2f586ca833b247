import { z } from "zod";
import { linkFor } from "@/app/_shell/links";
import { route } from "@/app/_shell/route";
import { listUsers } from "@/lib/users/list-users";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { UsersQuery } from "@/lib/users/user-filter";

const UserListAnswer = z.object({
  rows: z.array(
    z.object({
      username: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      state: z.enum(["active", "suspended", "offboarded"]),
      version: z.int().describe("Send it with an edit."),
      createdAt: z.iso.datetime(),
      leavesAt: z.iso.datetime().nullable(),
      devices: z.int(),
      unusedInvitations: z.int(),
      connected: z.int().describe("Devices that have a VPN session."),
    }),
  ),
  next: z.string().nullable().describe("The cursor of the next page."),
  previous: z.string().nullable(),
  count: z.int().describe("How many match; counting may stop at 150."),
  more: z.boolean().describe("Whether more than `count` match."),
  total: z.int().describe("How many users there are in all."),
});

const OnboardAnswer = z.object({
  username: z.string(),
  device: z.object({ id: z.uuid(), name: z.string(), ipv4: z.string(), ipv6: z.string() }).nullable(),
  invitation: z
    .object({ id: z.uuid(), link: z.string(), expiresAt: z.iso.datetime(), mailed: z.boolean() })
    .nullable()
    .describe("In this answer only: a retry with the same Idempotency-Key gets null."),
});

export const GET = route(
  {
    as: "account",
    summary: "List users: search by the beginning of names, usernames, e-mail, addresses, common names and serials",
    query: UsersQuery,
    answer: UserListAnswer,
  },
  ({ ctx, query }) => listUsers(ctx, query),
);

export const POST = route(
  { as: "account", summary: "Add a user, with a first device and its invitation", body: OnboardBody, answer: OnboardAnswer, status: 201 },
  async ({ ctx, body }) => {
    const done = await onboard(ctx, body);
    if (done.replayed) return done.value;
    const { username, device, invitation } = done.value;
    return { username, device, invitation: invitation && linkFor(invitation, body.mail) };
  },
);
