import { changeLabel } from "./change-label";
import { said, type Change } from "./facts";

/** What a change made of what, side by side. One that has no name is what the entry as a whole is about. */
export function Changes({ changes, whole }: { changes: readonly Change[]; whole: string }) {
  return (
    <table className="my-2 max-w-[720px] border-collapse text-left text-small">
      <caption className="sr-only">What changed</caption>
      <thead>
        <tr className="text-text-soft">
          {["What", "Before", "After"].map((name) => (
            <th key={name} scope="col" className="border-b py-1 pr-4 font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name} className="align-top">
            <th scope="row" className="border-b py-1 pr-4 font-normal">
              {name === "" ? whole : changeLabel(name)}
            </th>
            <td className="border-b py-1 pr-4 font-mono wrap-anywhere">{said(before)}</td>
            <td className="border-b py-1 font-mono wrap-anywhere">{said(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
