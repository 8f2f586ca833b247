import { z } from "zod";

/** What a change answers that has nothing to tell. */
export const NoAnswer = z.object({});
