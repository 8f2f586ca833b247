"use client";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { RunProgress } from "@/app/_ui/run-progress";
import { Selection, type Chosen } from "@/app/_ui/selection";
import { BulkDialog, type BulkVerb, type Filter, type Started } from "./bulk-dialog";

const VERBS: readonly BulkVerb[] = ["suspend", "resume", "invite", "offboard"];
const WORDS: Record<BulkVerb, string> = { suspend: "Suspend", resume: "Resume", invite: "Invite", offboard: "Offboard" };

type Props = { filter: Filter; mail: boolean; matching?: { shown: string; count: number }; children: ReactNode };

/** The list's rows with their checkboxes, the bar of what can be done with those selected, and how far the last of it has come. */
export function UsersSelection({ filter, mail, matching, children }: Props) {
  const [asked, setAsked] = useState<{ verb: BulkVerb; chosen: Chosen } | null>(null);
  const [run, setRun] = useState<(Started & { verb: BulkVerb }) | null>(null);
  const router = useRouter();

  function started(begun: Started) {
    if (!asked) return;
    asked.chosen.clear();
    setRun({ ...begun, verb: asked.verb });
    setAsked(null);
    scrollTo({ top: 0 });
  }

  return (
    <>
      {run ? (
        <div className="mb-4">
          <RunProgress key={run.id} {...run} onOver={() => router.refresh()} onClose={() => setRun(null)} />
        </div>
      ) : null}
      <Selection
        label="users"
        matching={matching}
        verbs={(chosen) =>
          VERBS.map((verb) => (
            <Button key={verb} aria-haspopup="dialog" onClick={() => setAsked({ verb, chosen })}>
              {WORDS[verb]}
            </Button>
          ))
        }
      >
        {children}
      </Selection>
      {asked ? (
        <BulkDialog
          verb={asked.verb}
          chosen={asked.chosen}
          filter={filter}
          mail={mail}
          shown={matching?.shown}
          done={started}
          close={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}
