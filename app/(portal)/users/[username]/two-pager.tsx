import { ButtonLink } from "@/app/_ui/link";
import { listUrl } from "@/app/_ui/list-url";
import type { Paged } from "@/lib/core/cursor";

type Props = {
  label: string;
  /** The query parameter that holds this list's cursor: a page with two lists has two. */
  name: string;
  path: string;
  params: Record<string, string | undefined>;
  page: Pick<Paged<unknown>, "next" | "previous">;
  hash: string;
};

export function TwoPager({ label, name, path, params, page, hash }: Props) {
  const at = (cursor: string | undefined) => `${listUrl(path, { ...params, [name]: cursor })}#${hash}`;
  if (!page.previous && !page.next) return null;
  return (
    <nav aria-label={label} className="mt-4 flex flex-wrap items-center gap-3">
      {params[name] ? <ButtonLink href={at(undefined)}>Newest</ButtonLink> : null}
      {page.previous ? <ButtonLink href={at(page.previous)}>Newer</ButtonLink> : null}
      {page.next ? <ButtonLink href={at(page.next)}>Older</ButtonLink> : null}
    </nav>
  );
}
