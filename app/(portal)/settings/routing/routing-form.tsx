"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import type { RoutingPreview } from "@/lib/lifecycle/preview-routing";
import type { Routing } from "@/lib/nodes/read-routing";
import { ChangedMeanwhile } from "../mail/changed-meanwhile";
import { routingBody } from "./form-body";
import { RoutingFields } from "./routing-fields";
import { RoutingReview } from "./routing-review";

type Body = ReturnType<typeof routingBody>;
type Changed = { version: number; revision: string };

/** Shows each node's FRR configuration before it goes out. Keeps the version that it was opened with, so that nobody overwrites unseen. */
export function RoutingForm({ routing }: { routing: Routing }) {
  const [opened, setOpened] = useState(routing);
  const [protocol, setProtocol] = useState<string>(routing.protocol);
  const [asked, setAsked] = useState<{ body: Body; preview: RoutingPreview } | null>(null);
  // Whether the routing that the page hears of is our own change.
  const [saved, setSaved] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const router = useRouter();

  function load() {
    setOpened(routing);
    setProtocol(routing.protocol);
  }

  function review(preview: RoutingPreview, fields: FormData) {
    if (preview.changes.length === 0) return toast({ sentence: "Nothing is different from the routing in force." });
    setAsked({ body: routingBody(fields, opened, protocol), preview });
  }

  // Once what it asks is in it: the safe button has the focus.
  useEffect(() => {
    if (!asked || dialog.current?.open) return;
    dialog.current?.showModal();
    safe.current?.focus();
  }, [asked]);

  // The page has read what we have changed: the form is opened with it.
  if (saved > opened.version && routing.version === saved) load();

  function changed({ version, revision }: Changed) {
    dialog.current?.close();
    setSaved(version);
    toast({ sentence: `Routing changed: revision ${revision} is on its way to the nodes`, tone: "good" });
    router.refresh();
  }

  return (
    <>
      {routing.version > opened.version && saved !== routing.version ? <ChangedMeanwhile load={load} /> : null}
      <SendForm<RoutingPreview>
        key={opened.version}
        method="POST"
        path="/api/v1/routing/preview"
        label="Routing"
        submit="Review changes"
        body={(fields) => routingBody(fields, opened, protocol)}
        done={review}
      >
        <RoutingFields routing={opened} protocol={protocol} choose={setProtocol} />
      </SendForm>
      <Dialog dialog={dialog} title="Change routing?" onClose={() => setAsked(null)}>
        {asked ? (
          <SendForm<Changed>
            method="PUT"
            path="/api/v1/routing"
            submit="Change routing"
            body={() => asked.body}
            done={changed}
            beside={
              <Button ref={safe} onClick={() => dialog.current?.close()}>
                Cancel
              </Button>
            }
          >
            <RoutingReview preview={asked.preview} />
          </SendForm>
        ) : null}
      </Dialog>
    </>
  );
}
