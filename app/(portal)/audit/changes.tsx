import { changeLabel } from "./change-label";
import { said, type Change } from "./facts";

/** A phone has it as a card, where each cell says its column's name; roles are written out, because a card would lose them. */
const cell = "border-b py-1 font-mono wrap-anywhere grid-cols-[56px_minmax(0,1fr)]";

/** What a change made of what, side by side. One that has no name is what the entry as a whole is about. */
export function Changes({ changes, whole }: { changes: readonly Change[]; whole: string }) {
  return (
    <table role="table" className="my-2 max-w-[720px] border-collapse text-left text-small">
      <caption className="sr-only">What changed</caption>
      <thead role="rowgroup">
        <tr role="row" className="text-text-soft">
          {["What", "Before", "After"].map((name) => (
            <th key={name} scope="col" role="columnheader" className="border-b py-1 pr-4 font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {changes.map(({ name, before, after }) => (
          <tr key={name} role="row" className="align-top">
            <th scope="row" role="rowheader" className="border-b py-1 pr-4 font-normal">
              {name === "" ? whole : changeLabel(name)}
            </th>
            <td role="cell" data-label="Before" className={`${cell} pr-4`}>
              {said(before)}
            </td>
            <td role="cell" data-label="After" className={cell}>
              {said(after)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
