import { Prisma } from "@/generated/prisma/client";
import { Refusal } from "@/lib/refusal";

/** A database error that a person can do something about, as a refusal; anything else stays what it is. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const signs = signsOf(error);
  if (signs.some((sign) => DEADLOCK.test(sign)))
    return new Refusal("busy", "The portal is busy. Nothing was changed; try again in a moment.");
  if (signs.some((sign) => AWAY.test(sign))) return away();
  if (error instanceof Prisma.PrismaClientInitializationError) return away();
  if (signs.some((sign) => sign.includes("which is the limit")))
    return new Refusal("full", "This user has as many devices as the settings allow. Revoke one that is not used, or raise the limit.");
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
    return new Refusal("taken", "Somebody else took this name at the same moment. Look at the list again and choose another.");
  }
  return error;
}

// P2028: no connection in time, or the transaction took too long; P2034, 40P01, 40001: write conflict or deadlock.
const DEADLOCK = /^(P2028|P2034|40P01|40001)$/;
// Prisma's codes, PostgreSQL's (it shuts down, starts, or broke the connection), the system's, and what pg says in words only.
const AWAY =
  /^(P1001|P1002|P1008|P1017|P2024|57P0[1-3]|08\d{3}|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|DatabaseNotReachable|ConnectionClosed|SocketTimeout)$|^Connection terminated|connection error and is not queryable|^timeout expired|^Query read timeout|timeout exceeded when trying to connect/;

/** Every code, kind and message that an error and its causes carry. */
function signsOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const own = ["code", "originalCode", "kind", "message"].flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? [value] : [];
  });
  const inner = ["cause", "meta", "driverAdapterError"].flatMap((name) => signsOf(Reflect.get(error, name), depth + 1));
  return [...own, ...inner];
}

/** Whether it happened is not known when the connection broke at the wrong moment: the same Idempotency-Key makes trying again harmless. */
function away(): Refusal {
  return new Refusal(
    "busy",
    "The database cannot be reached. Nodes go on with what they have. Try again in a moment: pressing the same button again does it once.",
  );
}
