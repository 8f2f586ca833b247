import { Refusal } from "@/lib/refusal";

/** Thrown inside a job's transaction when, under the lock, there is nothing left to do: another portal was first. */
export class NotDue extends Error {}

/** Runs a job's commit; true when it did something. */
export async function ifDue(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof NotDue) return false;
    if (error instanceof Refusal && error.code === "busy") return false;
    throw error;
  }
}
