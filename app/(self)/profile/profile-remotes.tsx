"use client";
import { useState } from "react";
import { useReady } from "@/app/_shell/use-send";
import { Notice } from "@/app/_ui/notice";
import { say } from "@/app/_ui/say";
import { saveText } from "@/app/_ui/save-text";
import { DropFile } from "./drop-file";
import { newRemotes, type Renewed } from "./new-remotes";
import { RemotesReady } from "./remotes-ready";

const TYPE = "application/x-openvpn-profile";

/** From the old file to the new one. Everything but a fingerprint stays in this browser. */
export function ProfileRemotes() {
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Renewed | string | null>(null);
  const safe = !ready || (window.isSecureContext && "subtle" in crypto);

  async function take(files: readonly File[]) {
    const [file, another] = files;
    if (!file || busy) return;
    if (another) return setFound("These are several files. Choose one profile at a time.");
    setBusy(true);
    setFound(null);
    const made = await newRemotes(file);
    setFound(made);
    setBusy(false);
    if (typeof made === "string" || made.same) return;
    saveText(made.fileName, made.bytes, TYPE);
    say(`${made.fileName} was saved`);
  }

  return (
    <>
      <h1 tabIndex={-1} className="mb-2 text-title font-strong break-words">
        New remotes for your profile
      </h1>
      <p className="mb-6 text-text-soft">
        The servers that your VPN profile connects to have changed. Give your browser the .ovpn file that you have: it puts the new servers
        into it and keeps everything else, your key too. The file is not uploaded.
      </p>
      {!safe ? (
        <Notice tone="bad" title="This address is not safe enough">
          <p>
            The page was opened over plain http, where browsers cannot read a certificate’s fingerprint. Ask your admin for the https
            address.
          </p>
        </Notice>
      ) : (
        <div className="flex flex-col gap-6">
          <DropFile ready={ready} busy={busy} error={typeof found === "string" ? found : null} take={(files) => void take(files)} />
          {found !== null && typeof found !== "string" ? (
            <RemotesReady renewed={found} save={() => saveText(found.fileName, found.bytes, TYPE)} />
          ) : null}
        </div>
      )}
    </>
  );
}
