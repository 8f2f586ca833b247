import { ALLOWED, type Row } from "./rows";
import type { Everybody, Who } from "./who";

export const isMachine = (who: Who) => who === "a node" || who === "another node" || who === "a balancer";

/** What is wrong with how the portal answered, or null. Whoever may gets past every check, whatever the rest of the request is worth. */
export function wrongAnswer(row: Row, who: Who, status: number): string | null {
  if (ALLOWED[row.for].includes(who))
    return ([401, 403].includes(status) && !row.fine?.includes(status)) || status >= 500 ? "should be let in" : null;
  // A token of another kind is none here.
  const expected =
    who === "nobody" ||
    (isMachine(who) && (row.for !== "this node" || who === "a balancer")) ||
    (row.byToken && !isMachine(who)) ||
    (row.for === "own" && who.includes("token"))
      ? [401]
      : [403];
  return expected.includes(status) ? null : `should get ${expected.join(" or ")}`;
}

/** What is wrong with the page that is shown to somebody, or null. */
export async function wrongPage(on: Everybody, row: { for: Row["for"] }, who: Who, path: string): Promise<string | null> {
  const shown = await shownTo(on, who, path);
  const expected = ALLOWED[row.for].includes(who) ? "shown" : who === "nobody" ? "sign-in" : "refused";
  return shown === expected ? null : `${shown}, should be ${expected}`;
}

/** A page whose id nobody has is shown as not found: what matters is that it is not refused. */
async function shownTo(on: Everybody, who: Who, path: string): Promise<"shown" | "refused" | "sign-in"> {
  const answer = await fetch(new URL(path, on.target.portal.url), { headers: on.headers[who], redirect: "manual" });
  const text = await answer.text();
  const away =
    answer.headers.get("location") ?? /url=([^"]+)"/.exec(/<meta[^>]*http-equiv="refresh"[^>]*>/.exec(text)?.[0] ?? "")?.[1] ?? "";
  if (away.includes("/sign-in")) return "sign-in";
  return away || text.includes('data-forbidden=""') || text.includes('data-forbidden="true"') ? "refused" : "shown";
}
