import { ButtonLink } from "./link";

/** Where the list goes on: the page is in the address, so that it survives a reload and can be sent to a colleague. */
export function Pages({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }) {
  if (pages <= 1) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex items-center gap-3">
      {page > 1 ? <ButtonLink href={href(page - 1)}>Previous page</ButtonLink> : null}
      <span className="text-text-soft tabular-nums">
        Page {page.toLocaleString("en-GB")} of {pages.toLocaleString("en-GB")}
      </span>
      {page < pages ? <ButtonLink href={href(page + 1)}>Next page</ButtonLink> : null}
    </nav>
  );
}
