import type { ReactNode } from "react";

/** Above a list: the field to search by, then what narrows the list, on one line where there is room. */
export function SearchRow({ search, children }: { search: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-end gap-x-4">
      <div className="grow basis-full sm:max-w-[360px] sm:basis-[220px]">{search}</div>
      {children}
    </div>
  );
}
