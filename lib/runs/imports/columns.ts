import { z } from "zod";
import { IMPORT_FIELDS, type ImportField, type Mapping } from "./import-fields";

const column = z.number({ error: "A column is a number, 0 for the first." }).int().min(0).max(49).nullish();
/** Which column of the file (0 is the first) has which field. */
export const MappingBody: z.ZodType<Mapping> = z.strictObject({
  username: column,
  name: column,
  firstName: column,
  lastName: column,
  email: column,
  device: column,
});

// What people and other systems call their columns, folded.
const NAMES: Record<ImportField, readonly string[]> = {
  username: [
    "username",
    "user",
    "userid",
    "login",
    "loginname",
    "account",
    "accountname",
    "uid",
    "samaccountname",
    "benutzername",
    "benutzer",
    "kennung",
  ],
  name: ["name", "fullname", "displayname", "realname", "cn", "commonname", "anzeigename", "vollername"],
  firstName: ["firstname", "givenname", "forename", "vorname"],
  lastName: ["lastname", "surname", "familyname", "sn", "nachname"],
  email: ["email", "mail", "emailaddress", "mailaddress", "primaryemail", "userprincipalname", "upn"],
  device: ["device", "devicename", "firstdevice", "computer", "machine", "gerät", "geraet"],
};

const fold = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_.\-:*]+/gu, "");

/** What the header's words say; fields that no column is called by stay out. The first of two columns of one name is taken. */
export function guessMapping(header: readonly string[]): Mapping {
  const folded = header.map(fold);
  const mapping: Mapping = {};
  for (const field of IMPORT_FIELDS) {
    const found = folded.findIndex((cell) => NAMES[field].includes(cell));
    if (found >= 0) mapping[field] = found;
  }
  return mapping;
}

/** Whether the first row names columns, instead of a person. */
export const isHeader = (row: readonly string[]): boolean => Object.keys(guessMapping(row)).length > 0;

/** Columns as the page names them: by the header, or by their number. */
export const columnNames = (header: readonly string[] | null, width: number): string[] =>
  Array.from({ length: width }, (_, i) => header?.[i]?.trim().slice(0, 60) || `Column ${i + 1}`);
