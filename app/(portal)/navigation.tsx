"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { PLACES } from "@/app/_ui/places";

const listed = PLACES.filter((place) => place.listed);

/** The same places in the same order on every page. */
export function Navigation() {
  const path = usePathname();
  const within = (href: string) => (href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`));
  const here = PLACES.find(({ href, under }) => under && within(href))?.under;
  const isHere = (href: string) => here === href || within(href);
  const close = () => {
    const side = document.getElementById("side");
    if (side?.matches(":popover-open")) side.hidePopover();
  };
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {listed.map(({ href, name }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              onClick={close}
              aria-current={isHere(href) ? "page" : undefined}
              className="flex h-8 items-center rounded-control px-2 text-text-soft hover:bg-line hover:text-text aria-[current=page]:bg-line aria-[current=page]:font-strong aria-[current=page]:text-text"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
