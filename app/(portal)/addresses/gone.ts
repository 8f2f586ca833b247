import { notFound } from "next/navigation";
import { Refusal } from "@/lib/refusal";

/** A page's address that asks for something that is not there, such as a cursor of another list, leads to a page that says so. */
export function orNotFound(error: unknown): never {
  if (error instanceof Refusal && (error.code === "invalid" || error.code === "missing")) notFound();
  throw error;
}
