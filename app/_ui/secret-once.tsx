"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";
import { Icon } from "./icon";
import { say } from "./say";

/** A link or command that is shown this once. The copy button has the focus: it is the next step. */
export function SecretOnce({ label, text, copy, note }: { label: string; text: string; copy: string; note: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const [copied, setCopied] = useState(0);
  useEffect(() => button.current?.focus(), []);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(0), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  async function onCopy() {
    const done = await copyText(text);
    say(done ? "Copied" : "Could not copy");
    if (done) setCopied(copied + 1);
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="font-strong">{label}</p>
      <output
        aria-label={label}
        className="block rounded-control border bg-bg px-3 py-2 font-mono text-small break-all whitespace-pre-wrap select-all"
      >
        {text}
      </output>
      <p className="text-text-soft">{note}</p>
      <div>
        <Button ref={button} look="accent" onClick={() => void onCopy()}>
          <Icon name={copied ? "check" : "copy"} />
          {copy}
        </Button>
      </div>
    </div>
  );
}
