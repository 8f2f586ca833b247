import { changeLabel } from "./change-label";
import { isRecord, said } from "./facts";

/** What a change made of what, side by side: the pairs that an entry's `before` and `after` have. */
export function Changes({ before, after }: { before: unknown; after: unknown }) {
  const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
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
        {names.map((name) => (
          <tr key={name} className="align-top">
            <th scope="row" className="border-b py-1 pr-4 font-normal">
              {changeLabel(name)}
            </th>
            <td className="border-b py-1 pr-4 font-mono wrap-anywhere">{said(old[name])}</td>
            <td className="border-b py-1 font-mono wrap-anywhere">{said(now[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
