"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { State } from "@/app/_ui/state";
import type { Renewed } from "./new-remotes";

/** What has become of the file: which remotes came and went, and that it was saved. */
export function RemotesReady({ renewed, save }: { renewed: Renewed; save: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [renewed]);
  const { fileName, commonName, before, after, same } = renewed;
  const gone = [...new Set(before)].filter((line) => !after.includes(line));
  const lines = [...new Set(after)].map((line) => ({ line, fresh: !before.includes(line) }));
  return (
    <section aria-labelledby="renewed" className="rounded-card border bg-surface p-5">
      <h2 id="renewed" ref={heading} tabIndex={-1} className="mb-2 font-strong">
        {same ? "Your profile has the new remotes already" : "Your profile has the new remotes"}
      </h2>
      <p className="mb-3">
        <State tone="good" word={commonName} />
      </p>
      <ul aria-label="Remotes" className="mb-4 flex flex-col gap-1 font-mono text-small">
        {lines.map(({ line, fresh }) => (
          <li key={line} className="wrap-anywhere">
            {line.replace(/^remote /, "")} {fresh ? <span className="font-sans text-good">new</span> : null}
          </li>
        ))}
        {gone.map((line) => (
          <li key={line} className="wrap-anywhere text-text-soft">
            <s>{line.replace(/^remote /, "")}</s> <span className="font-sans">gone</span>
          </li>
        ))}
      </ul>
      {same ? (
        <p>Nothing had to change: go on with the file that you have.</p>
      ) : (
        <div className="flex flex-col gap-3">
          <p>
            <span className="font-mono text-small break-all">{fileName}</span> was saved by your browser. Give it to your VPN app in place
            of the old one. Your key and your addresses are the same.
          </p>
          <div>
            <Button onClick={save}>Save again</Button>
          </div>
        </div>
      )}
    </section>
  );
}
