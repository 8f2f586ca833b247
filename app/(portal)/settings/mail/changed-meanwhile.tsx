"use client";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";

type Versioned = { version: number };

/**
 * The version that a form may send, and whether what it shows was changed meanwhile. All settings share one version: when only others were
 * changed, the form goes along; when its own were, it keeps the version that it was opened with and is refused.
 */
export function versionFor<T extends Versioned>(opened: T, now: T, shown: (settings: T) => unknown): { version: number; stale: boolean } {
  if (now.version <= opened.version) return { version: opened.version, stale: false };
  const same = JSON.stringify(shown(opened)) === JSON.stringify(shown(now));
  return { version: same ? now.version : opened.version, stale: !same };
}

export function ChangedMeanwhile({ load }: { load: () => void }) {
  return (
    <div className="mb-6">
      <Notice tone="attention" title="The settings were changed meanwhile">
        <p>What you see here is how they were when you opened this page. What you have typed can only be saved on top of the new ones.</p>
        <div>
          <Button onClick={load}>Load current settings</Button>
        </div>
      </Notice>
    </div>
  );
}
