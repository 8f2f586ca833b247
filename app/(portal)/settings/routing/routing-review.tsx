import type { RoutingPreview } from "@/lib/lifecycle/preview-routing";
import { Diff } from "../diff";
import { routingEffects, routingLabel, routingValue } from "./words";

/** The change in words, then each node's FRR configuration before and after. */
export function RoutingReview({ preview }: { preview: RoutingPreview }) {
  const changing = preview.nodes.filter(({ lines }) => lines.length > 0);
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-col gap-2">
        {preview.changes.map(({ name, before, after }) => (
          <div key={name}>
            <dt className="font-strong">{routingLabel(name)}</dt>
            <dd className="break-words">
              <span className="text-text-soft">{routingValue(name, before)}</span> <span aria-label="becomes">→</span>{" "}
              {routingValue(name, after)}
            </dd>
          </div>
        ))}
      </dl>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-text-soft">
        {routingEffects(preview.changes).map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
        <li>FRR takes this while it runs: OpenVPN does not restart, VPN sessions stay.</li>
      </ul>
      {changing.length === 0 ? <p>No node’s FRR configuration changes.</p> : null}
      {changing.map(({ node, lines }, at) => (
        <details key={node} open={at === 0}>
          <summary className="cursor-pointer py-1">
            frr.conf of {node}
            <span className="text-text-soft">, {lines.filter(({ mark }) => mark !== "same").length} lines change</span>
          </summary>
          {/* What changes stays in sight above it, and the buttons below. */}
          <div className="max-h-60 overflow-y-auto">
            <Diff label={`frr.conf of ${node}`} lines={lines} />
          </div>
        </details>
      ))}
    </div>
  );
}
