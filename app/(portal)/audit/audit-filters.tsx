import { buttonClass } from "@/app/_ui/button";
import { TextLink } from "@/app/_ui/link";
import { Named } from "@/app/_ui/named";
import { ACTIONS, actionWords } from "./action-words";

export type AuditParams = Record<"q" | "actor" | "action" | "subject" | "from" | "to" | "cursor", string | undefined>;

/** One form without script: who, what, whom and when. What is asked stands in the address. */
export function AuditFilters({ params, today }: { params: AuditParams; today: string }) {
  const filtered = Object.entries(params).some(([name, value]) => name !== "cursor" && value);
  return (
    <form action="/audit" role="search" aria-label="Audit log" className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3">
      <Named label="Search">
        <input
          id="search"
          type="search"
          name="q"
          defaultValue={params.q}
          placeholder="ann.smith or vpn1"
          maxLength={200}
          aria-keyshortcuts="/"
          className="field-input w-40!"
        />
      </Named>
      <Named label="Who">
        <input name="actor" defaultValue={params.actor} placeholder="ada@example.org" maxLength={200} className="field-input w-40!" />
      </Named>
      <Named label="What">
        <select key={params.action} name="action" defaultValue={params.action ?? ""} className="field-input w-44!">
          <option value="">Anything</option>
          {params.action && !ACTIONS.includes(params.action) ? <option value={params.action}>{params.action}</option> : null}
          {ACTIONS.map((action) => (
            <option key={action} value={action}>
              {actionWords(action)}
            </option>
          ))}
        </select>
      </Named>
      <Named label="From (UTC)">
        <input type="date" name="from" defaultValue={params.from} max={today} className="field-input w-36!" />
      </Named>
      <Named label="To (UTC)">
        <input type="date" name="to" defaultValue={params.to} max={today} className="field-input w-36!" />
      </Named>
      {params.subject ? <input type="hidden" name="subject" value={params.subject} /> : null}
      <button type="submit" className={buttonClass()}>
        Filter log
      </button>
      {filtered ? (
        <TextLink href="/audit" className="leading-8">
          Clear filters
        </TextLink>
      ) : null}
    </form>
  );
}
