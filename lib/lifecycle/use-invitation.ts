import { z } from "zod";
import { commit } from "@/lib/core/commit";
import { callerOf, type Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { readSettings } from "@/lib/core/settings";
import { hashToken, TOKEN_PATTERN } from "@/lib/core/token";
import { db, type Tx } from "@/lib/db/client";
import { nextChange } from "@/lib/db/listen";
import { refuse } from "@/lib/refusal";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { CsrError, readCsr, type Csr } from "@/lib/pki/csr";
import { keepCertificate, reserveCertificate, signReserved } from "@/lib/pki/issue-certificate";
import { commonName, parseCommonName } from "@/lib/users/common-name";
import { whyInvitationIsNoGood } from "@/lib/users/invitation";
import { lockInvitation, readInvitation, type LockedInvitation } from "@/lib/users/lock-invitation";
import { tellUsers } from "./tell-users";

export const invitationToken = z
  .string({ error: "The token is missing." })
  .max(200)
  .refine(
    (text) => TOKEN_PATTERN.test(text),
    "The link is not whole: its last part, behind the #, is cut off or changed. Open it again from the message you got.",
  );
export const UseInvitationBody = z.strictObject({
  token: invitationToken,
  csr: z.string({ error: "The csr is missing: send a certificate request (PKCS#10) in PEM." }),
});

const CLAIM_WAIT = 8_000;

/** Who acts by a link: the invitation, found by the hash of its token. Null where there is none. */
export async function findInvitation(token: string): Promise<{ id: string } | null> {
  return db().invitation.findUnique({ where: { tokenHash: hashToken(token) }, select: { id: true } });
}

/**
 * Turns an invitation and a CSR into a certificate: at most one, however many ask at once (I11). The serial is in the database before
 * it is signed (I3). From the CSR come the public key and its proof of possession, nothing else. Returns the serial.
 */
export async function useInvitation(ctx: Context, body: z.output<typeof UseInvitationBody>): Promise<{ serial: string }> {
  if (ctx.actor.kind !== "invitation") refuse("forbidden", "This needs an invitation's link.");
  const invitationId = ctx.actor.id;
  const csr = parse(body.csr);
  const claimed = await claim(ctx, invitationId, csr, Date.now() + CLAIM_WAIT);
  if (claimed.finished) return { serial: claimed.serial };
  const der = await signReserved(claimed, csr);
  const done = await commit(ctx, "invitation.use", async (tx) => {
    const invitation = await openInvitation(tx, ctx, invitationId);
    // All of the device's, by serial, as whoever notes a first sight locks them.
    await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE device_id = ${invitation.deviceId}::uuid ORDER BY serial FOR UPDATE`;
    await keepCertificate(tx, ctx, claimed, der);
    const { key: profileRemotes } = await remoteListInForce(tx);
    await tx.certificate.update({ where: { serial: claimed.serial }, data: { profileRemotes } });
    await tx.invitation.update({ where: { id: invitationId }, data: { usedAt: ctx.now() } });
    const renewed = await beginOverlap(tx, ctx, invitation.deviceId, claimed.serial);
    const device = invitation.deviceName;
    const name = commonName(invitation.username, device, invitation.lastNumber);
    await tellUsers(tx, ctx, renewed.length > 0 ? "renewed" : "issued", [{ userId: invitation.userId, device, commonName: name }]);
    return {
      value: { serial: claimed.serial },
      audit: {
        action: "invitation.use",
        subject: `user ${invitation.username}`,
        details: { device, commonName: name, serial: claimed.serial, ...(renewed.length > 0 ? { renews: renewed } : {}) },
      },
      nodes: "must see",
      atRevision: async (later, revision) => {
        await later.certificate.update({ where: { serial: claimed.serial }, data: { revision } });
      },
    };
  });
  return done.replayed ? storedSerial(done.value) : done.value;
}

/** The device's other profiles are good until the new one is used, or the overlap is over. */
async function beginOverlap(tx: Tx, ctx: Context, deviceId: string, serial: string): Promise<string[]> {
  const inUse = await tx.certificate.findMany({
    where: { deviceId, serial: { not: serial }, revision: { not: null }, removalRevision: null, revocation: null },
    select: { serial: true, commonName: true, overlapEndsAt: true },
    orderBy: { serial: "asc" },
  });
  if (inUse.length === 0) return [];
  const { overlapDays } = await readSettings(tx);
  const overlapEndsAt = new Date(ctx.now().getTime() + overlapDays * 86_400_000);
  // One that was replaced before ends when it was to end, or at once where its successor was used already.
  const replaced = inUse.filter((one) => one.overlapEndsAt === null || one.overlapEndsAt > overlapEndsAt);
  for (const one of replaced) await tx.certificate.update({ where: { serial: one.serial }, data: { overlapEndsAt } });
  return inUse.map((one) => one.commonName).sort();
}

const openInvitation = async (tx: Tx, ctx: Context, id: string): Promise<LockedInvitation> =>
  ifGood(await lockInvitation(tx, { id }), ctx.now());

function ifGood(invitation: LockedInvitation | null, now: Date): LockedInvitation {
  const reason = whyInvitationIsNoGood(invitation, now);
  return !invitation || reason ? refuse("gone", reason ?? "There is no such invitation.") : invitation;
}

type Claim = { serial: string; finished: boolean };

/** Reserves the serial and marks the invitation as being used; whoever comes second waits for the first to end. */
async function claim(ctx: Context, invitationId: string, csr: Csr, until: number): Promise<Claim> {
  for (;;) {
    const change = await nextChange(Math.max(0, until - Date.now()));
    try {
      const got = await record(ctx, "invitation.use", (tx) => tryToClaim(tx, ctx, invitationId, csr));
      if (got) return got;
      if (Date.now() >= until)
        refuse("busy", "This invitation is being used at this moment, perhaps in another window. Try again in a minute.");
      await change.promise;
    } finally {
      change.cancel();
    }
  }
}

async function tryToClaim(tx: Tx, ctx: Context, invitationId: string, csr: Csr): Promise<{ value: Claim | null; changed: boolean }> {
  // Whoever waits for another to end looks without a lock: the job that frees a dead one's invitation must get it.
  const glimpse = await readInvitation(tx, invitationId);
  if (glimpse?.serial && !whyInvitationIsNoGood(glimpse, ctx.now())) return { value: null, changed: false };
  const locked = await lockInvitation(tx, { id: invitationId });
  // Asked under the lock: whoever used it with this key has committed by now, and a retry gets that answer instead of a refusal.
  const earlier = await answered(tx, ctx);
  if (earlier) return { value: { ...earlier, finished: true }, changed: false };
  const invitation = ifGood(locked, ctx.now());
  if (invitation.serial) return { value: null, changed: false };
  refuseOtherName(csr, invitation.username, invitation.deviceName);
  const n = invitation.lastNumber + 1;
  const owner = { kind: "device", deviceId: invitation.deviceId } as const;
  const { serial } = await reserveCertificate(tx, ctx, owner, commonName(invitation.username, invitation.deviceName, n), csr);
  await tx.device.update({ where: { id: invitation.deviceId }, data: { lastNumber: n } });
  await tx.invitation.update({ where: { id: invitationId }, data: { serial } });
  return { value: { serial, finished: false }, changed: false };
}

/** The answer that this idempotency key got before, if any (I9). */
async function answered(tx: Tx, ctx: Context): Promise<{ serial: string } | null> {
  if (!ctx.idempotency) return null;
  const row = await tx.idempotencyKey.findUnique({
    where: { caller_route_key: { caller: callerOf(ctx.actor), route: ctx.idempotency.route, key: ctx.idempotency.key } },
  });
  if (!row) return null;
  if (row.bodyHash !== ctx.idempotency.bodyHash)
    refuse("state", "This Idempotency-Key was already used for a different request. Use a new key for each change.");
  return storedSerial(row.answer);
}

function storedSerial(answer: unknown): { serial: string } {
  return z.object({ serial: z.string() }).parse(answer);
}

function refuseOtherName(csr: Csr, username: string, device: string): void {
  if (csr.commonName === null) return;
  const named = parseCommonName(csr.commonName);
  if (named && named.username === username && named.device === device) return;
  refuse("invalid", `The csr is made out to another name. Make one for ${username}.${device}.1, or without a name.`, "csr");
}

function parse(text: string): Csr {
  try {
    return readCsr(text);
  } catch (error) {
    if (error instanceof CsrError) refuse("invalid", error.message, "csr");
    throw error;
  }
}
