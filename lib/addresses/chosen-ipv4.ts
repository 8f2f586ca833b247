import ipaddr from "ipaddr.js";
import { z } from "zod";

/** The IPv4 address of a pair that somebody chose, in its one spelling. Empty text is no choice. */
export const chosenIpv4 = z
  .string({ error: "The address must be text, such as 10.8.1.5." })
  .max(60, "That is too long for an IPv4 address. Write it like 10.8.1.5.")
  .trim()
  .refine(
    (text) => text === "" || (ipaddr.IPv4.isValidFourPartDecimal(text) && ipaddr.IPv4.parse(text).toString() === text),
    "That is not an IPv4 address. Write it like 10.8.1.5, or leave it empty for the next free one.",
  )
  .transform((text) => (text === "" ? null : text));
