"use client";
import { around, lineDiff } from "@/lib/lifecycle/line-diff";
import { confAt } from "@/lib/nodes/conf-at";
import { Diff } from "../../../settings/diff";

type Props = {
  name: string;
  proto: string /** The file that the node has, and the one that it is to have as it is. */;
  conf: { inForce: string; next: string };
  place: { address: string; port: number };
};

/** What goes out with this change, before it does; nothing where no line changes. */
export function ConfDiff({ name, proto, conf, place }: Props) {
  if (!Number.isInteger(place.port) || place.port < 1 || place.port > 65535) return null;
  const next = confAt(conf.next, { ...place, proto });
  if (next === conf.next) return null;
  const lines = around(lineDiff(conf.inForce.split("\n"), next.split("\n")));
  return (
    <div role="status" className="mb-4 flex max-w-[720px] flex-col gap-2">
      <p>These lines of server.conf change when it is the turn of {name}; OpenVPN starts again with them.</p>
      <Diff label={`What changes in server.conf of ${name}`} lines={lines} />
    </div>
  );
}
