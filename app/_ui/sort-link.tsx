import Link from "next/link";

export type Sort = { href: string; direction: "ascending" | "descending" | null };

const arrows = { ascending: "↑", descending: "↓" } as const;

/** Sorts a list by a column. `spelled` where it stands above the cards of a phone, apart from its column. */
export function SortLink({ name, sort, spelled }: { name: string; sort: Sort; spelled?: boolean }) {
  return (
    <Link
      href={sort.href}
      prefetch={false}
      scroll={false}
      aria-current={spelled && sort.direction ? "true" : undefined}
      className="inline-flex min-h-6 items-center gap-1 hover:text-text hover:underline aria-[current]:text-text"
    >
      {spelled ? <span className="sr-only">Sort by </span> : null}
      {name}
      <span aria-hidden="true" className={sort.direction ? "text-accent" : "opacity-0"}>
        {arrows[sort.direction ?? "ascending"]}
      </span>
      {spelled && sort.direction ? <span className="sr-only">, {sort.direction}</span> : null}
    </Link>
  );
}
