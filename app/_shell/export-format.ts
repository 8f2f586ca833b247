import { z } from "zod";
import { FORMATS, type Format } from "@/lib/exports/export";

/** The part of an export's query that every export has. */
export const formatOf = { format: z.enum(FORMATS, { error: "format must be csv or json." }).default("csv") };

export const mediaType = (format: Format): string => (format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8");
