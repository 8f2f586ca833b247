import { db } from "@/lib/db/client";

/** Whether first-run setup has been done. */
export async function setUpState(): Promise<"missing" | "done"> {
  return (await db().cluster.count()) === 0 ? "missing" : "done";
}
