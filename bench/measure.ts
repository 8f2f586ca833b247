// One measurement on the database that the environment names, as lines of text. Started by bench.mjs.
import { newCluster, openConnections } from "@/lib/lifecycle/cluster-for-tests";
import { addVictims, bulkOnboarding, issueAll } from "./bulk-onboarding";

const people = Number(process.argv[2]);
const say = (what: string, value: string) => void process.stdout.write(`${what.padEnd(58)} ${value}\n`);

const admin = await newCluster("10.8.0.0/16");
const victims = await addVictims(admin, 60);
await openConnections();
// A portal has run for a while when somebody imports: its code is compiled by then.
await bulkOnboarding(admin, 200, [], "warm");
const bulk = await bulkOnboarding(admin, people, victims);
say(`Homeport: ${people} users by CSV to invitations`, `${bulk.seconds.toFixed(2)} s, ${Math.round(bulk.perSecond)} devices/s`);
say(`  slowest of ${bulk.transactions} transactions of at most ${bulk.mostRows} rows`, `${Math.round(bulk.slowestMs)} ms`);
say(`  slowest of ${bulk.offboardings} offboardings made meanwhile`, `${Math.round(bulk.slowestOffboardingMs)} ms to its commit`);
const quiet = await bulkOnboarding(admin, people, [], "quiet");
say(`Homeport: the same with nobody else at work`, `${quiet.seconds.toFixed(2)} s, ${Math.round(quiet.perSecond)} devices/s`);
const seconds = await issueAll(bulk.links);
say(
  `Homeport: ${people} invitations used: key, request, certificate`,
  `${seconds.toFixed(2)} s, ${Math.round(people / seconds)} profiles/s`,
);
process.exit();
