export const CRL_DAYS = 7;
const HOUR = 3_600_000;
const SECOND = 1000;

/** How far behind now a thisUpdate must stay, or a node whose clock is behind refuses everybody (fact 7). */
const MARGIN = 10 * 60 * SECOND;

export type PublishedTimes = { number: bigint; thisUpdate: Date };

/**
 * Number and times of the next CRL (I4): the number is max(previous + 1, Unix milliseconds), thisUpdate an hour ago or a second after the
 * previous one. Null while so many were signed in a row that thisUpdate would come too near to now: then the CRL is due a little later.
 */
export function nextCrlTimes(previous: PublishedTimes | null, now: Date): { number: bigint; thisUpdate: Date; nextUpdate: Date } | null {
  const milliseconds = BigInt(now.getTime());
  const number = previous && previous.number >= milliseconds ? previous.number + 1n : milliseconds;
  const second = Math.floor(now.getTime() / SECOND) * SECOND;
  const thisUpdate = Math.max(second - HOUR, previous ? previous.thisUpdate.getTime() + SECOND : 0);
  if (thisUpdate > now.getTime() - MARGIN) return null;
  return { number, thisUpdate: new Date(thisUpdate), nextUpdate: new Date(second + CRL_DAYS * 24 * HOUR) };
}

/** A CRL is signed again when the last one was signed an hour ago. */
export function crlIsDue(signedAt: Date, now: Date): boolean {
  return now.getTime() - signedAt.getTime() >= HOUR;
}

/**
 * Certificates that expired before this moment may leave the list: they stood in the CRL signed at `signedAt`, a day after their end.
 * A whole day, so that the entries are encoded anew once a day and not with every CRL.
 */
export function expiredBeforeFor(signedAt: Date): Date {
  const day = 24 * HOUR;
  return new Date(Math.floor(signedAt.getTime() / day) * day - day);
}
