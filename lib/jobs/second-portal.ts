// For tests: work done by a portal process of its own on the test's database, started by portal-process.ts. Says each step on a line of its own.
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/refusal";
import { doRuns } from "@/lib/runs/do-runs";
import { revokeUnfinished } from "./revoke-unfinished";
import { resignCrls } from "./resign-crls";
import { addPerson, admin, as, useLink, type Clock } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";

const [work = "", prefix = "", count = "0", offset = "0"] = process.argv.slice(2);
const say = (...words: unknown[]) => void process.stdout.write(`${words.join(" ")}\n`);
const now: Clock = () => new Date(Date.now() + Number(offset));
const until = Number(count) || Number.MAX_SAFE_INTEGER;

const WORK: Record<string, () => Promise<void>> = {
  /** Onboards, issues and, every third time, offboards; four at a time. */
  issue: async () => {
    const actor = await admin();
    const lane = async (name: string) => {
      for (let i = 0; i < until; i++) {
        const person = await addPerson(as(actor, now), `${prefix}${name}${i}`);
        say("onboarded", person.username, person.ipv4);
        say("issued", await useLink(person.token, undefined, { now, key: `key ${person.username}` }), person.token);
        if (i % 3 === 2) {
          await offboardUser(as(actor, now), person.username, { confirm: person.username });
          say("offboarded", person.username);
        }
      }
    };
    await Promise.all(["a", "b", "c", "d"].map(lane));
  },
  /** Revokes the devices of users whose name begins with the prefix, one by one. */
  revoke: async () => {
    const actor = await admin();
    const devices = await db().device.findMany({
      where: { removedAt: null, user: { username: { startsWith: prefix } } },
      take: until,
      orderBy: { createdAt: "asc" },
    });
    for (const { id } of devices) {
      await revokeDevice(as(actor, now), id, { reason: "superseded" });
      const { number, thisUpdate } = await db().crl.findFirstOrThrow();
      say("crl", number, thisUpdate.getTime());
    }
  },
  /** Runs, in transactions of `count` items; says how far the first is after each look. */
  runs: async () => {
    for (;;) {
      await doRuns(as({ kind: "portal" }, now), until);
      const left = await db().run.count({ where: { state: "running" } });
      say("left", left);
      if (left === 0) return;
    }
  },
  /** The jobs that two portals share. */
  jobs: async () => {
    for (let i = 0; i < until; i++)
      say("signed", await resignCrls(as({ kind: "portal" }, now)), "revoked", await revokeUnfinished(as({ kind: "portal" }, now)));
  },
};

try {
  await WORK[work]?.();
  say("done");
} catch (error) {
  say("failed", error instanceof Refusal ? `${error.code}: ${error.sentence}` : error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
process.exit();
