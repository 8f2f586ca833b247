import { CopyButton } from "@/app/_ui/copyable";
import { Section } from "@/app/_ui/page-head";
import type { ServerConfView } from "@/lib/lifecycle/read-server-conf";
import { Diff } from "../../settings/diff";

/** The file that OpenVPN runs with there, and what a rollout has still to change in it. */
export function ServerConf({ name, conf }: { name: string; conf: ServerConfView }) {
  return (
    <Section id="server-conf" title="server.conf">
      {conf.next === null ? null : (
        <div className="mb-3 flex max-w-[720px] flex-col gap-2">
          <p>These lines change when it is the turn of {name}; OpenVPN starts again with them.</p>
          <Diff label={`What changes in server.conf of ${name}`} lines={conf.diff} />
        </div>
      )}
      <div className="flex max-w-[720px] items-start gap-2">
        <details className="min-w-0 flex-1">
          <summary className="cursor-pointer py-1">Show the file ({conf.inForce.trimEnd().split("\n").length} lines)</summary>
          <pre
            tabIndex={0}
            aria-label={`server.conf of ${name}`}
            className="mt-2 overflow-x-auto rounded-control border bg-surface px-3 py-2 font-mono text-small"
          >
            {conf.inForce}
          </pre>
        </details>
        <span className="py-1">
          <CopyButton text={conf.inForce} what="server.conf" />
        </span>
      </div>
    </Section>
  );
}
