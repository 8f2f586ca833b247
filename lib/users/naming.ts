import { z } from "zod";
import { UNSEEN } from "@/lib/unseen";
import { DEVICE_NAME, USERNAME } from "./common-name";

/** A person's name, or any text of one line that people read: NFC, trimmed, 1 to 100 characters. */
export function lineOfText(what: string, max = 100) {
  return z
    .string({ error: `${what} is missing.` })
    .max(max * 4, `${what} is too long: ${max} characters at most.`)
    .refine(
      (text) => !UNSEEN.test(text),
      `${what} has characters that cannot be seen (a line break, a NUL, a change of direction). Type it again without them.`,
    )
    .transform((text) => text.normalize("NFC").trim())
    .refine((text) => text.length > 0, `${what} is empty.`)
    .refine((text) => [...text].length <= max, `${what} is too long: ${max} characters at most.`);
}

export const username = z
  .string({ error: "The username is missing." })
  .refine(
    (text) => USERNAME.test(text),
    "The username must begin with a letter a–z and have only a–z, 0–9, dots and hyphens, 36 at most, no two dots in a row and none at the end: ann.smith",
  );

export const newUsername = username.refine(
  (text) => text !== "new",
  "The username new is kept for the page that adds users. Choose another.",
);

export const deviceName = z
  .string({ error: "The device name is missing." })
  .refine(
    (text) => DEVICE_NAME.test(text),
    "The device name must have only a–z, 0–9 and hyphens, begin with a letter or digit, and be 19 characters at most: laptop",
  );

export const email = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .email("The e-mail address is not one: write it like ann@example.org.")
      .max(200, "The e-mail address is too long: 200 characters at most."),
  );

/** An optional e-mail: nothing and the empty string mean none. */
export const optionalEmail = z.preprocess((value) => (value === "" || value === undefined ? null : value), email.nullable());
