import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { csvLine, safeCell } from "./csv-text";

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1", "＝1", "＋1", "－1", "＠x"])(
  "a spreadsheet does not take %j for a formula",
  (value) => expect(safeCell(value)).toBe(`'${value}`),
);

it.each(["Ann", "1=1", "fd7a::1", "a-b", "", "O’Brien", "ann@example.org"])("leaves %j as it is", (value) =>
  expect(safeCell(value)).toBe(value),
);

it("writes what a CSV reader reads again, numbers and dates as they are", () => {
  const cells = ["a,b", 'say "hi"', "two\nlines", ";", "tab\tbed", " x ", null, -5, 12n, new Date(0), true];
  expect(parse(csvLine(cells))).toEqual([
    ["a,b", 'say "hi"', "two\nlines", ";", "tab\tbed", " x ", "", "-5", "12", "1970-01-01T00:00:00.000Z", "true"],
  ]);
});
