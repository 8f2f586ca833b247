import type { ReactNode } from "react";
import { Notice } from "@/app/_ui/notice";
import { ConfChanges } from "./conf-changes";
import type { PoolPreview } from "@/lib/lifecycle/preview-pool";

const WORDS = { assigned: "", quarantined: "in quarantine", reserved: "reserved" } as const;

/** What a change of the ranges would do, or why it is refused and who is in the way. */
export function Preview({ preview, children }: { preview: PoolPreview; children: ReactNode }) {
  const { problem, nodes, kind, pairs } = preview;
  const n = pairs.toLocaleString("en-GB");
  if (problem)
    return (
      <div role="alert">
        <Notice tone="bad" title="This change is refused">
          <p>{problem.sentence}</p>
          {preview.inTheWay.length > 0 ? (
            <ul aria-label="In the way" className="list-disc pl-5">
              {preview.inTheWay.map((pair) => (
                <li key={pair.ipv4}>
                  <a href={`/addresses/${pair.ipv4}`} className="font-mono text-small text-accent hover:underline">
                    {pair.ipv4}
                  </a>{" "}
                  {pair.state === "assigned" ? `${pair.username}, ${pair.device}` : WORDS[pair.state]}
                </li>
              ))}
              {preview.inTheWayMore ? <li>and more</li> : null}
            </ul>
          ) : null}
        </Notice>
      </div>
    );
  return (
    <div role="status" className="flex flex-col gap-4">
      <Notice tone="attention" title={kind === "narrower" ? `${n} free pairs go` : `${n} pairs come`}>
        <p>No device’s address changes.</p>
        {nodes.length === 0 ? (
          <p>There is no node yet that would have to start again.</p>
        ) : (
          <>
            <p>
              OpenVPN starts again on {nodes.length === 1 ? "this node" : `these ${nodes.length} nodes, one after the other`}. Its clients
              connect again by themselves, within seconds.
            </p>
            <ul aria-label="Nodes that start again" className="list-disc pl-5">
              {nodes.map((node) => (
                <li key={node.name}>
                  {node.name}
                  <span className="text-text-soft">
                    , {node.vpnSessions} {node.vpnSessions === 1 ? "VPN session" : "VPN sessions"}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {kind === "further" ? <p>Your own routers must send both new ranges to the nodes, as they do with the first.</p> : null}
        {kind === "wider" ? <p>Your own routers must send the wider range to the nodes.</p> : null}
      </Notice>
      <ConfChanges changes={preview.serverConf} />
      {children}
    </div>
  );
}
