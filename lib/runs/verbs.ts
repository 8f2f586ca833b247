import type { RunVerb } from "./run";
import type { VerbWork } from "./verb-work";
import { offboardWork } from "./work/offboard";

/** What each verb does with at most 200 items. */
export const VERB_WORK: Partial<Record<RunVerb, VerbWork>> = {
  offboard: offboardWork,
};

export function workOf(verb: RunVerb): VerbWork {
  const work = VERB_WORK[verb];
  if (!work) throw new Error(`nothing does ${verb}`);
  return work;
}
