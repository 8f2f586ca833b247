import { BOM, csvLine } from "@/lib/exports/csv-text";
import type { LinkRow } from "@/lib/runs/links/make-links";
import { download } from "./download";

/** A CSV file of invitation links, sent as they are made; they are shown nowhere else. */
export const linksFile = (links: AsyncGenerator<LinkRow[], void>): Response =>
  download("invitations.csv", "text/csv; charset=utf-8", linesOf(links));

async function* linesOf(links: AsyncGenerator<LinkRow[], void>): AsyncGenerator<string> {
  yield BOM + csvLine(["username", "name", "email", "device", "link", "expires"]);
  for await (const rows of links)
    yield rows.map((row) => csvLine([row.username, row.name, row.email, row.device, row.link, row.expires])).join("");
}
