import { Prisma } from "@/generated/prisma/client";
import { Refusal } from "@/lib/refusal";

/** A database error that a person can do something about, as a refusal; anything else stays what it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) {
    return error instanceof Prisma.PrismaClientInitializationError ? unreachable() : error;
  }
  switch (error.code) {
    case "P2002":
      return new Refusal("taken", "Somebody else took this name at the same moment. Look at the list again and choose another.");
    case "P2028": // no connection in time, or the transaction took too long
    case "P2034": // write conflict or deadlock
      return busy();
    case "P1001":
    case "P1002":
    case "P1008":
    case "P1017":
    case "P2024":
    case "ECONNREFUSED":
      return unreachable();
    case "P2010": // raw SQL; PostgreSQL's own code is further in
      return /\b40P01\b|deadlock detected|\b40001\b/.test(error.message) ? busy() : error;
    default:
      return error;
  }
}

function busy(): Refusal {
  return new Refusal("busy", "The portal is busy. Nothing was changed; try again in a moment.");
}

function unreachable(): Refusal {
  return new Refusal("busy", "The database cannot be reached. Nothing was changed; nodes go on with what they have. Try again in a moment.");
}
