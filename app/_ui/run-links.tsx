"use client";
import { useState } from "react";
import { Button } from "./button";
import { saveLinks } from "./save-links";

/** The file of a run's links, which are made when it is asked for: as often as it is lost. */
export function RunLinks({ id, count }: { id: string; count: number }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function download() {
    setBusy(true);
    setError(await saveLinks(`/api/v1/runs/${id}/links`, {}));
    setBusy(false);
  }

  return (
    <div className="flex flex-col items-start gap-2">
      <Button disabled={busy} aria-busy={busy} onClick={() => void download()}>
        {busy ? <span className="spinner" aria-hidden="true" /> : null}
        Download links
      </Button>
      <p className="text-small text-text-soft">
        {count === 1 ? "The link of one user is" : `The links of ${count.toLocaleString("en-GB")} users are`} made as you download the file,
        and older ones stop working. The file has them in clear: whoever has a link can make that profile.
      </p>
      {error ? (
        <p role="alert" className="text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}
