import Link from "next/link";

export type Tab = { name: string; href: string; current?: boolean };

/** Pages that belong together, one line of links under the heading. */
export function Tabs({ items, label = "Sections" }: { items: readonly Tab[]; label?: string }) {
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-4">
        {items.map(({ name, href, current }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={current ? "page" : undefined}
              className="inline-flex h-9 items-center border-b-2 border-transparent whitespace-nowrap text-text-soft hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-strong aria-[current=page]:text-text"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
