"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { PLACES } from "./places";
import { singleKeysAreOn, turnSingleKeys } from "./single-keys";

const keys = [
  { keys: ["⌘ K", "Ctrl K"], does: "Go anywhere, do anything, find somebody" },
  { keys: ["/"], does: "Search this list" },
  { keys: ["Z"], does: "Undo what was just done" },
  { keys: ["?"], does: "Show these shortcuts" },
  ...PLACES.flatMap(({ key, name }) => (key ? [{ keys: [`G ${key.toUpperCase()}`], does: name }] : [])),
];

export default function ShortcutList({ closed }: { closed: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(singleKeysAreOn);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <Dialog dialog={dialog} title="Keyboard shortcuts" onClose={closed}>
      <dl className="mb-4 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1">
        {keys.map((row) => (
          <div key={row.does} className="contents">
            <dt className="flex gap-1">
              {row.keys.map((key) => (
                <kbd key={key} className="rounded-control border border-edge px-1.5 font-mono text-small">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
      <label className="mb-4 flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => {
            turnSingleKeys(target.checked);
            setOn(target.checked);
          }}
          className="size-4 accent-accent"
        />
        Single keys do something (⌘ K and Ctrl K always do)
      </label>
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </Dialog>
  );
}
