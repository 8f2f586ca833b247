import { z } from "zod";

export const INVITE_WAYS = ["mail", "file"] as const;

const InviteOptions = z.object({
  /** "mail": each gets a link by mail. "file": whoever asked for the run gets a file of links when it is over. */
  how: z.enum(INVITE_WAYS).default("mail"),
  /** How many have no e-mail address: their links can be had as a file. */
  unmailed: z.number().default(0),
  /** The import whose people are invited. */
  import: z.string().optional(),
  ended: z.string().optional(),
});
export type InviteOptions = z.output<typeof InviteOptions>;

/** What a run of verb "invite" keeps. */
export const inviteOptions = (options: unknown): InviteOptions => InviteOptions.parse(options);
