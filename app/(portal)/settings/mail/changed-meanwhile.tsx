"use client";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";

export function ChangedMeanwhile({ now, opened, load }: { now: number; opened: number; load: () => void }) {
  if (now <= opened) return null;
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
