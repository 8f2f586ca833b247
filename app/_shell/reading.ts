import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Refusal } from "@/lib/refusal";
import { firstPage } from "./first-page";
import { PATH_HEADER } from "./own-path";

export type Read<T> = { value: T; forbidden: null } | { value: null; forbidden: string };

/**
 * A page's read: what this account may not see becomes a sentence for the page; a page of a list that does not exist any more leads to
 * the list's first; everything else flies on.
 */
export async function reading<T>(work: Promise<T>): Promise<Read<T>> {
  try {
    return { value: await work, forbidden: null };
  } catch (error) {
    if (error instanceof Refusal && error.code === "forbidden") return { value: null, forbidden: error.sentence };
    const first = error instanceof Refusal && error.field === "cursor" ? firstPage((await headers()).get(PATH_HEADER) ?? "/") : null;
    if (first) redirect(first);
    throw error;
  }
}
