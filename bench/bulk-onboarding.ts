// portal.4: users from a CSV file to invitations, while people are offboarded. Measured by `npm run bench`, held by bulk-onboarding.db.test.ts.
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPersonWithProfile, as, useLink } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { doSlice, NothingWaits } from "@/lib/runs/do-slice";
import { endRun } from "@/lib/runs/end-run";
import { makeImport } from "@/lib/runs/imports/make-import";
import { makeImportLinks } from "@/lib/runs/imports/import-links";
import type { LinkRow } from "@/lib/runs/links/make-links";
import { startImport } from "@/lib/runs/imports/start-import";
import { SLICE } from "@/lib/runs/run";

/** Between two offboardings: people leave while others are imported, and not all of them at once. */
const PAUSE = 150;

export type Bulk = {
  people: number;
  seconds: number;
  perSecond: number;
  /** The slowest transaction of at most 200 rows, and how many there were. */
  slowestMs: number;
  transactions: number;
  mostRows: number;
  offboardings: number;
  /** From asking for an offboarding to its commit, while the import ran. */
  slowestOffboardingMs: number;
  links: LinkRow[];
};

/** Everybody has a username of their own, so that a second file adds others. */
export const csvOf = (people: number, prefix: string): string => {
  const row = (i: number) => `${prefix}.${i},Bulk Person ${i},${prefix}${i}@example.org,laptop`;
  return ["username,name,email,device", ...Array.from({ length: people }, (_, i) => row(i))].join("\n");
};

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began };
}

/** People who can be offboarded while the import runs. */
export async function addVictims(admin: Actor, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `leaver.${i}`);
  for (const name of names) await addPersonWithProfile(as(admin), name);
  return names;
}

export async function bulkOnboarding(admin: Actor, people: number, victims: readonly string[], prefix = "bulk"): Promise<Bulk> {
  const transactions: { ms: number; rows: number }[] = [];
  const offboardings: number[] = [];
  let going = true;
  const offboard = async () => {
    for (const username of victims) {
      if (!going) return;
      offboardings.push((await timed(() => offboardUser(as(admin), username, { confirm: username }))).ms);
      await sleep(PAUSE);
    }
  };
  const began = performance.now();
  const leaving = offboard();
  const links = await toInvitations(admin, csvOf(people, prefix), transactions);
  const seconds = (performance.now() - began) / 1000;
  going = false;
  await leaving;
  return {
    people,
    seconds,
    perSecond: links.length / seconds,
    slowestMs: Math.max(...transactions.map((one) => one.ms)),
    transactions: transactions.length,
    mostRows: Math.max(...transactions.map((one) => one.rows)),
    offboardings: offboardings.length,
    slowestOffboardingMs: Math.max(0, ...offboardings),
    links,
  };
}

/** The file is read, judged and started; everybody is added with device and pair; and everybody's link is made. */
async function toInvitations(admin: Actor, csv: string, transactions: { ms: number; rows: number }[]): Promise<LinkRow[]> {
  const portal = as({ kind: "portal" });
  const draft = await makeImport(as(admin), chunks(csv));
  if (draft.replayed) throw new Error("the file was imported before");
  const { id } = draft.value;
  await startImport(as(admin), id, { rows: "all", invite: "later" });
  const { actor } = await db().run.findUniqueOrThrow({ where: { id } });
  for (let did = 0; ; did = (await db().run.findUniqueOrThrow({ where: { id } })).done) {
    try {
      const { ms } = await timed(() => doSlice(portal, id, actor, SLICE));
      const { done } = await db().run.findUniqueOrThrow({ where: { id } });
      transactions.push({ ms, rows: done - did });
    } catch (error) {
      if (!(error instanceof NothingWaits)) throw error;
      await endRun(portal, id, null);
      break;
    }
  }
  const links: LinkRow[] = [];
  const lots = makeImportLinks(as(admin), id);
  for (;;) {
    const { value: lot, ms } = await timed(() => lots.next());
    if (lot.done) return links;
    transactions.push({ ms, rows: lot.value.length });
    links.push(...lot.value);
  }
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** What everybody does with their link: a certificate for a key of their own, four at a time. Seconds. */
export async function issueAll(links: readonly LinkRow[]): Promise<number> {
  const began = performance.now();
  const waiting = links.map((row) => row.link.split("#")[1] ?? "");
  const lane = async () => {
    for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) await useLink(token);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return (performance.now() - began) / 1000;
}
