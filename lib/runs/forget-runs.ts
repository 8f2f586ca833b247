import { db } from "@/lib/db/client";

const DAY = 86_400_000;

/** A draft that nobody began is thrown away after a day with the people in it; what a run was about is kept for 90 days. Not cluster state. */
export async function forgetRuns(now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY);
  await db().run.deleteMany({ where: { state: "draft", createdAt: { lt: before(1) } } });
  await db().run.deleteMany({ where: { state: { in: ["done", "cancelled"] }, finishedAt: { lt: before(90) } } });
}
