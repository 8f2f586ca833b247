import { Moment } from "@/app/_ui/time";
import type { Waits } from "@/lib/addresses/quarantine";

/** What a pair in quarantine waits for: its days, and nodes that have not said that it is gone. */
export function WaitsFor({ waits, inRow }: { waits: Waits; inRow?: boolean }) {
  const nodes = waits.nodes.length > 0 ? waits.nodes.join(", ") : null;
  if (waits.rested && !nodes) return <>Free within the hour</>;
  return (
    <>
      {waits.rested ? null : (
        <>
          Until <Moment at={waits.until} inRow={inRow} />
        </>
      )}
      {nodes ? `${waits.rested ? "For" : ", and for"} ${nodes} to report` : null}
    </>
  );
}
