import { buttonClass } from "@/app/_ui/button";
import { TextLink } from "@/app/_ui/link";
import { Named } from "@/app/_ui/named";

export type PastParams = Record<"q" | "node" | "from" | "to" | "cursor", string | undefined>;

/** One form without script: who, where and when. What is asked stands in the address. */
export function PastFilters({ params, nodes, today }: { params: PastParams; nodes: readonly string[]; today: string }) {
  const filtered = Object.entries(params).some(([name, value]) => name !== "cursor" && value);
  const known = params.node && !nodes.includes(params.node) ? [params.node, ...nodes] : nodes;
  return (
    <form
      action="/vpn-sessions/history"
      role="search"
      aria-label="Past VPN sessions"
      className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3"
    >
      <Named label="User or profile">
        <input
          id="search"
          type="search"
          name="q"
          defaultValue={params.q}
          placeholder="ann.smith"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          aria-keyshortcuts="/"
          className="field-input w-44!"
        />
      </Named>
      <Named label="Node">
        <select key={params.node} name="node" defaultValue={params.node ?? ""} className="field-input w-40!">
          <option value="">Any</option>
          {known.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Named>
      <Named label="Ended from (UTC)">
        <input type="date" name="from" defaultValue={params.from} max={today} className="field-input w-36!" />
      </Named>
      <Named label="Ended to (UTC)">
        <input type="date" name="to" defaultValue={params.to} max={today} className="field-input w-36!" />
      </Named>
      <button type="submit" className={buttonClass()}>
        Filter history
      </button>
      {filtered ? (
        <TextLink href="/vpn-sessions/history" className="leading-8">
          Clear filters
        </TextLink>
      ) : null}
    </form>
  );
}
