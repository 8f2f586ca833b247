import { RateLimiterMemory, RateLimiterPrisma, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/refusal";

/** Requests of one API token in a minute. */
export const PER_TOKEN = 600;
/** Requests with no good credential that one source may make of one portal in a minute. */
export const REFUSED_PER_SOURCE = 1200;

/** Questions about profiles that one source may ask of one portal in a minute: an office full of people behind one address, no more. */
export const PROFILES_PER_SOURCE = 120;

/** A program's requests are counted in the database, for all portals together; refused ones in this process, so that they cost no write. */
type Limits = { token: RateLimiterAbstract; refused: RateLimiterAbstract; profiles: RateLimiterAbstract };
const process_ = globalThis as typeof globalThis & { homeportLimits?: Limits };

function limits(): Limits {
  process_.homeportLimits ??= {
    token: new RateLimiterPrisma({
      storeClient: db(),
      tableName: "requestCount",
      keyPrefix: "token",
      points: PER_TOKEN,
      duration: 60,
      inMemoryBlockOnConsumed: PER_TOKEN + 1,
    }),
    refused: new RateLimiterMemory({ keyPrefix: "refused", points: REFUSED_PER_SOURCE, duration: 60 }),
    profiles: new RateLimiterMemory({ keyPrefix: "profiles", points: PROFILES_PER_SOURCE, duration: 60 }),
  };
  return process_.homeportLimits;
}

/** The refusal of one request too many, with the headers that say when to come back. */
export class TooMany extends Refusal {
  constructor(
    sentence: string,
    readonly headers: Record<string, string>,
  ) {
    super("too-many", sentence);
  }
}

const seconds = (state: RateLimiterRes) => Math.max(1, Math.ceil(state.msBeforeNext / 1000));

function headersOf(limit: number, state: RateLimiterRes): Record<string, string> {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(Math.max(0, state.remainingPoints)),
    "ratelimit-reset": String(seconds(state)),
  };
}

function tooMany(sentence: string, limit: number, state: RateLimiterRes): TooMany {
  return new TooMany(`${sentence} Try again in ${seconds(state)} s.`, {
    ...headersOf(limit, state),
    "retry-after": String(seconds(state)),
  });
}

/** Counts a program's request; returns the RateLimit headers of its answer. */
export async function countTokenRequest(tokenId: string): Promise<Record<string, string>> {
  try {
    return headersOf(PER_TOKEN, await limits().token.consume(tokenId));
  } catch (state) {
    if (!(state instanceof RateLimiterRes)) throw state;
    throw tooMany(`This API token has made more than ${PER_TOKEN} requests in a minute.`, PER_TOKEN, state);
  }
}

/**
 * Counts a request that had no good credential, and refuses it for that once there were too many in a minute from its source. Whoever
 * has a good one is never kept out by a neighbour who guesses.
 */
export async function countGuess(source: string | null): Promise<void> {
  try {
    await limits().refused.consume(source ?? "unknown");
  } catch (state) {
    if (!(state instanceof RateLimiterRes)) throw state;
    throw tooMany("Too many requests without a good token or sign-in came from this address.", REFUSED_PER_SOURCE, state);
  }
}

/** Counts a question about a profile, which anybody may ask. */
export async function countProfileQuestion(source: string | null): Promise<void> {
  try {
    await limits().profiles.consume(source ?? "unknown");
  } catch (state) {
    if (!(state instanceof RateLimiterRes)) throw state;
    throw tooMany("Too many profiles were asked about from this address.", PROFILES_PER_SOURCE, state);
  }
}
