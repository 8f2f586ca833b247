"use client";
import { useEffect, useEffectEvent, useId, useState } from "react";
import type { RunState } from "@/generated/prisma/enums";
import { send } from "@/app/_shell/client";
import type { RunVerb } from "@/lib/runs/run";
import { Button } from "./button";
import { followChanges } from "./follow-changes";
import { RunLinks } from "./run-links";
import { RUN_WORDS } from "./run-words";
import { say } from "./say";

type Failed = { n: number; what: string; sentence: string };
type Run = {
  state: RunState;
  total: number;
  done: number;
  failed: number;
  ended: string | null;
  how: "mail" | "file" | null;
  links: number;
  failedItems: { rows: Failed[]; next: string | null };
};
/** `first`: what the server saw when it made the page, so that the bar begins where the run is. */
type Props = { id: string; total: number; verb: RunVerb; first?: Run; onOver?: () => void; onClose?: () => void };

const number = (n: number) => n.toLocaleString("en-GB");
const over = (run: Run) => run.state === "done" || run.state === "cancelled";

/** A run's bar with its count, the button that cancels it, and at the end what could not be done and why. */
export function RunProgress({ id, total, verb, first, onOver, onClose }: Props) {
  const heading = useId();
  const [run, setRun] = useState<Run | null>(first ?? null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [stopping, setStopping] = useState(false);
  const finished = useEffectEvent(() => onOver?.());
  const words = RUN_WORDS[verb];

  useEffect(() => {
    let ended = false;
    let stop = () => {};
    const look = async () => {
      const found = await readRun(id);
      if (!found || ended) return;
      setRun(found);
      if (!over(found)) return;
      ended = true;
      stop();
      say(sentence(found, verb));
      finished();
    };
    void look();
    stop = followChanges(() => void look());
    return () => {
      ended = true;
      stop();
    };
  }, [id, verb]);

  async function cancel() {
    setStopping(true);
    const answer = await send("POST", `/api/v1/runs/${id}/cancel`, {});
    setStopping(false);
    if (!answer.ok) setTrouble(answer.problem.detail);
  }

  const count = run?.total ?? total;
  const tried = run ? run.done + run.failed : 0;
  return (
    <section aria-labelledby={heading} className="flex max-w-[720px] flex-col gap-3 rounded-card border bg-surface p-4">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 id={heading} className="flex-1 font-strong">
          {run && over(run) ? sentence(run, verb) : `${words.doing} …`}
        </h2>
        <span className="text-text-soft tabular-nums">
          {number(tried)} of {number(count)}
        </span>
      </div>
      <progress aria-label={words.doing} max={Math.max(1, count)} value={tried} className="progress" />
      {run?.ended ? <p className="text-bad">{run.ended}</p> : null}
      {run && run.failedItems.rows.length > 0 ? <Refused id={id} run={run} /> : null}
      {run && run.links > 0 ? <RunLinks id={id} count={run.links} /> : null}
      {trouble ? (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      ) : null}
      {run && !over(run) ? (
        <div>
          <Button onClick={() => void cancel()} aria-busy={stopping} disabled={stopping}>
            Cancel run
          </Button>
        </div>
      ) : null}
      {run && over(run) && onClose ? (
        <div>
          <Button onClick={onClose}>Close result</Button>
        </div>
      ) : null}
    </section>
  );
}

function Refused({ id, run }: { id: string; run: Run }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-attention">{number(run.failed)} could not be done:</p>
      <ul className="flex flex-col gap-1">
        {run.failedItems.rows.map((item) => (
          <li key={item.n} className="text-small">
            <span className="font-mono">{item.what}</span>: {item.sentence}
          </li>
        ))}
      </ul>
      {run.failedItems.next ? (
        <a href={`/runs/${id}`} className="text-accent underline-offset-2 hover:underline">
          See all {number(run.failed)}
        </a>
      ) : null}
    </div>
  );
}

/** "197 of 200 users suspended." */
function sentence(run: Run, verb: RunVerb): string {
  const { item } = RUN_WORDS[verb];
  // Those of a file are invited when it is downloaded.
  const did = run.how === "file" ? "can be invited" : RUN_WORDS[verb].did;
  const what = item[run.total === 1 ? 0 : 1];
  const counts =
    run.done === run.total ? `${number(run.done)} ${what} ${did}` : `${number(run.done)} of ${number(run.total)} ${what} ${did}`;
  return run.state === "cancelled" ? `Cancelled. ${counts}.` : `${counts}.`;
}

async function readRun(id: string): Promise<Run | null> {
  try {
    const response = await fetch(`/api/v1/runs/${id}`, { headers: { accept: "application/json" }, cache: "no-store" });
    // The portal is the only one who answers here, and its shapes are checked by its own tests.
    return response.ok ? ((await response.json()) as Run) : null;
  } catch {
    return null;
  }
}
