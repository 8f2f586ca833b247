import { Refusal } from "@/lib/refusal";

export type Read<T> = { value: T; forbidden: null } | { value: null; forbidden: string };

/** A page's read: what this account may not see becomes a sentence for the page; everything else flies on. */
export async function reading<T>(work: Promise<T>): Promise<Read<T>> {
  try {
    return { value: await work, forbidden: null };
  } catch (error) {
    if (error instanceof Refusal && error.code === "forbidden") return { value: null, forbidden: error.sentence };
    throw error;
  }
}
