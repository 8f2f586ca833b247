// No schema library here: the page that shows the columns needs this in the browser.

/** What a column of the file may be. First and last name make a name where there is no column with the whole of it. */
export const IMPORT_FIELDS = ["username", "name", "firstName", "lastName", "email", "device"] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];
/** Which column of the file (0 is the first) has which field. */
export type Mapping = Partial<Record<ImportField, number | null>>;
