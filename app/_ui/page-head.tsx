import type { ReactNode } from "react";
import { TextLink } from "./link";

type Props = {
  title: string;
  above?: { name: string; href: string }[];
  count?: number;
  beside?: ReactNode;
  actions?: ReactNode;
  behind?: boolean;
  /** Its tabs lead up: what is above names the window alone, so that the tabs stand where they stood. */
  tabbed?: boolean;
};

/** The heading, the way back up, and the window's title: "Ann Smith / Users / Homeport". */
export function PageHead({ title, above = [], count, beside, actions, behind, tabbed }: Props) {
  return (
    <header className="mb-6 flex min-h-8 flex-wrap items-end gap-x-4 gap-y-3">
      {/* Behind a panel, the panel's page names the window. */}
      {behind ? null : <title>{[title, ...above.map(({ name }) => name).reverse(), "Homeport"].join(" / ")}</title>}
      <div className="min-w-0 flex-auto sm:flex-1">
        {above.length > 0 && !tabbed ? (
          <nav aria-label="Breadcrumb" className="mb-0.5 text-small">
            {above.map(({ name, href }, at) => (
              <span key={href}>
                {at === 0 ? null : (
                  <span aria-hidden="true" className="text-text-soft">
                    {" "}
                    /{" "}
                  </span>
                )}
                <TextLink href={href}>{name}</TextLink>
              </span>
            ))}
          </nav>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <h1 tabIndex={-1} className="min-w-0 text-title font-strong break-words">
            {title}{" "}
            {count === undefined ? null : (
              <span className="ml-1 font-normal text-text-soft tabular-nums">{count.toLocaleString("en-GB")}</span>
            )}
          </h1>
          {beside}
        </div>
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}

export function Section({ id, title, beside, children }: { id: string; title: string; beside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mb-8">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id={id} tabIndex={-1} className="min-w-0 flex-1 font-strong break-words">
          {title}
        </h2>
        {beside}
      </div>
      {children}
    </section>
  );
}
