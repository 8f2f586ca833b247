import { z } from "zod";

/** A row that was imported: who it is and what they got. Flat, from the item's input and result. */
export const ImportResult = z
  .object({
    input: z.object({ username: z.string(), name: z.string(), email: z.string().nullable(), device: z.string().nullable() }),
    result: z.object({ userId: z.string(), deviceId: z.string().nullable() }),
  })
  .transform(({ input, result }) => ({
    username: input.username,
    name: input.name,
    email: input.email,
    device: input.device,
    userId: result.userId,
    deviceId: result.deviceId,
  }));
export type ImportResult = z.output<typeof ImportResult>;
