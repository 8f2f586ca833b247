import type { ReactNode } from "react";
import { SortLink, type Sort } from "./sort-link";

/** A `width` ("w-[12%]") is for tables that stand above one another. */
export type Column = { name: string; number?: boolean; sort?: Sort; hidden?: boolean; width?: string };

/** More columns than these become cards on a tablet too. */
const MANY = 5;

/** Roles are written out because rows that become cards on a phone would lose them. A `hidden` name is for screen readers alone. */
export function Table({ label, columns, children }: { label: string; columns: Column[]; children: ReactNode }) {
  return (
    <>
      <div className="sorts">
        {columns.map(({ name, sort }) => (sort ? <SortLink key={name} name={name} sort={sort} spelled /> : null))}
      </div>
      <table role="table" aria-label={label} className={columns.length > MANY ? "rows wide" : "rows"}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, number, sort, hidden, width = "" }) => (
              <th
                key={name}
                scope="col"
                role="columnheader"
                aria-sort={sort ? (sort.direction ?? "none") : undefined}
                className={`${number ? "number" : ""} ${width}`}
              >
                {sort ? <SortLink name={name} sort={sort} /> : hidden ? <span className="sr-only">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <tr role="row">{children}</tr>;
}

/** The cell that names the row. */
export function HeadCell({ children }: { children: ReactNode }) {
  return (
    <th scope="row" role="rowheader" className="break-words">
      {children}
    </th>
  );
}

export function Cell({ column, number, mono, children }: { column: string; number?: boolean; mono?: boolean; children: ReactNode }) {
  return (
    <td role="cell" data-label={column} className={`${number ? "number" : ""} ${mono ? "font-mono text-small" : ""}`}>
      <span className={`min-w-0 ${mono ? "wrap-anywhere" : "break-words"}`}>{children}</span>
    </td>
  );
}

/** The cells at either end of a row that hold a checkbox or a menu: no name before them on a phone. */
export function ControlCell({ children }: { children: ReactNode }) {
  return (
    <td role="cell" className="control w-px whitespace-nowrap">
      {children}
    </td>
  );
}
