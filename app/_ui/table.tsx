import type { ReactNode } from "react";

export type Column = { name: string; number?: boolean };

/** Roles are written out because rows that become cards on a phone would lose them. */
export function Table({ label, columns, children }: { label: string; columns: Column[]; children: ReactNode }) {
  return (
    <table role="table" aria-label={label} className="rows">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.name} scope="col" role="columnheader" className={column.number ? "number" : undefined}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
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
