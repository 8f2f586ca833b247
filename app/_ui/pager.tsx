import { ButtonLink } from "./link";
import { listUrl, type ListParams } from "./list-url";

type Props = { path: string; params: ListParams; previous: string | null; next: string | null };

/** Where a list goes on, by its cursors: in the address, so that a page survives a reload and can be sent to a colleague. */
export function Pager({ path, params, previous, next }: Props) {
  const at = (cursor: string | undefined) => listUrl(path, { ...params, cursor });
  if (!previous && !next && !params.cursor) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center gap-3">
      {params.cursor ? <ButtonLink href={at(undefined)}>First page</ButtonLink> : null}
      {previous ? <ButtonLink href={at(previous)}>Previous page</ButtonLink> : null}
      {next ? <ButtonLink href={at(next)}>Next page</ButtonLink> : null}
    </nav>
  );
}
