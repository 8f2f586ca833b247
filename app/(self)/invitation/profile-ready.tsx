"use client";
import { useEffect, useRef } from "react";
import type { Readiness } from "@/app/_shell/answers";
import { Button } from "@/app/_ui/button";
import { State } from "@/app/_ui/state";
import { HowToConnect } from "./how-to-connect";

type Props = { fileName: string; readiness: Readiness | null; saved: boolean; save: () => void };

/** Counts the nodes that admit the new profile, then says that the file is saved and what to do with it. */
export function ProfileReady({ fileName, readiness, saved, save }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="made" className="rounded-card border bg-surface p-5">
        <h2 id="made" ref={heading} tabIndex={-1} className="mb-2 font-strong">
          Your profile is made
        </h2>
        <p className="mb-1">
          {readiness ? (
            <State
              tone={readiness.ready === readiness.total ? "good" : "attention"}
              word={`Ready on ${readiness.ready} of ${readiness.total} ${readiness.total === 1 ? "node" : "nodes"}`}
            />
          ) : (
            <State tone="neutral" word="Telling the nodes …" />
          )}
          {saved && readiness && readiness.ready < readiness.total ? (
            <span className="text-text-soft">; the others follow by themselves.</span>
          ) : null}
        </p>
        {saved ? (
          <div className="mt-4 flex flex-col gap-3">
            <p>
              <span className="font-mono text-small break-all">{fileName}</span> was saved by your browser. It holds your key: keep it to
              yourself. Once this page is closed, the file cannot be had again.
            </p>
            <div>
              <Button onClick={save}>Save again</Button>
            </div>
          </div>
        ) : (
          <p className="text-text-soft">The file is saved as soon as every node knows it, after ten seconds at the latest.</p>
        )}
      </section>
      {saved ? <HowToConnect fileName={fileName} /> : null}
    </div>
  );
}
