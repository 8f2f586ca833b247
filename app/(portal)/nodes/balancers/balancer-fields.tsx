"use client";
import { useContext } from "react";
import { Choice, Lines } from "@/app/_ui/field";
import { lines, typed } from "@/app/_ui/fields";
import { FormErrors } from "@/app/_ui/form-errors";
import { Tick } from "../../settings/tick";

export type NodeChoice = { name: string; site: string; proto: string };
export type BalancerChoices = { nodes: readonly NodeChoice[]; sites: readonly string[] };
type Chosen = { site: string | null; nodes: readonly string[]; hidesSources: boolean; ownAddresses: readonly string[] };

/** What the form says, as the API takes it. */
export const balancerBody = (fields: FormData) => ({
  site: typed(fields, "site") || null,
  nodes: fields.getAll("nodes").filter((value) => typeof value === "string"),
  hidesSources: fields.get("hidesSources") !== null,
  ownAddresses: lines(fields, "ownAddresses"),
});

export function BalancerFields({ nodes, sites, chosen }: BalancerChoices & { chosen?: Chosen }) {
  const error = useContext(FormErrors).nodes;
  return (
    <>
      <fieldset aria-describedby={error ? "nodes-hint nodes-error" : "nodes-hint"} className="flex max-w-[480px] flex-col gap-2">
        <legend className="mb-1 font-strong">Nodes behind it</legend>
        <p id="nodes-hint" className="text-small text-text-soft">
          It sends each client to one of these and keeps it there. A node that is drained leaves by itself.
        </p>
        {nodes.map(({ name, site, proto }) => (
          <label key={name} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              name="nodes"
              value={name}
              defaultChecked={chosen?.nodes.includes(name)}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? "nodes-error" : undefined}
              className="size-4 shrink-0 accent-accent"
            />
            <span>
              {name}{" "}
              <span className="text-text-soft">
                {proto}, {site}
              </span>
            </span>
          </label>
        ))}
        {error ? (
          <p id="nodes-error" className="text-small text-bad">
            {error}
          </p>
        ) : null}
      </fieldset>
      <Choice
        name="site"
        label="Site"
        optional
        defaultValue={chosen?.site ?? ""}
        hint="Where it stands; none where it stands before several."
      >
        <option value="">None</option>
        {sites.map((site) => (
          <option key={site} value={site}>
            {site}
          </option>
        ))}
      </Choice>
      <Tick
        name="hidesSources"
        label="It hides the clients’ addresses"
        hint="As nginx does: nodes see the balancer’s address in place of the client’s, and the portal says “via” and its name. With the portal’s own agent they see the client’s."
        defaultChecked={chosen?.hidesSources ?? false}
      />
      <Lines
        name="ownAddresses"
        label="Its own addresses"
        optional
        hint="Those that nodes see where it hides the clients’. One a line."
        placeholder="198.51.100.10"
        defaultValue={chosen?.ownAddresses.join("\n")}
      />
    </>
  );
}
