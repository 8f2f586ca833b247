import { useId } from "react";

/** How far long work has come, with its count. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  const id = useId();
  return (
    <div className="flex max-w-[480px] flex-col gap-1">
      <div className="flex justify-between gap-4">
        <label htmlFor={id}>{label}</label>
        <span className="text-text-soft tabular-nums">
          {done.toLocaleString("en-GB")} of {total.toLocaleString("en-GB")}
        </span>
      </div>
      <progress id={id} value={done} max={Math.max(1, total)} className="progress" />
    </div>
  );
}
