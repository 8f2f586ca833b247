import { expect, it } from "vitest";
import { Refusal } from "@/lib/refusal";
import { readCsv } from "./read-csv";

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (text: string | Uint8Array, size = 7) => readCsv(inPieces(typeof text === "string" ? Buffer.from(text) : text, size));
const refused = async (text: string | Uint8Array, size = 65_536) => {
  const error: unknown = await read(text, size).catch((one: unknown) => one);
  if (!(error instanceof Refusal)) throw new Error("it was not refused");
  return error;
};

it.each([
  ["commas", "a,b\n1,2\n", ","],
  ["semicolons", "a;b\n1;2\n", ";"],
  ["tabs", "a\tb\n1\t2\n", "\t"],
  ["bars", "a|b\n1|2\n", "|"],
  ["a mark before it", "\uFEFFa,b\r\n1,2\r\n", ","],
  ["the line that Excel puts before it", "sep=;\na;b\n1;2", ";"],
  ["commas in quotes, semicolons outside", '"a,x,y";b\n1;2', ";"],
  ["old line ends", "a,b\r1,2\r", ","],
])("reads a file with %s, however it is cut", async (_, text, delimiter) => {
  for (const size of [1, 3, 1000]) {
    const file = await read(text, size);
    expect(file.delimiter).toBe(delimiter);
    expect(file.rows.map((row) => row.cells.length)).toEqual([2, 2]);
    expect(file.rows[1]?.cells).toEqual(["1", "2"]);
  }
});

it("says in which line a row begins, over empty lines and rows of several lines", async () => {
  const { rows } = await read('a,b\r\n\r\n"x\r\ny",2\r\n\r\n3,4\r\nö,"say ""hi"""');
  expect(rows).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 3, cells: ["x\ny", "2"] },
    { line: 6, cells: ["3", "4"] },
    { line: 7, cells: ["ö", 'say "hi"'] },
  ]);
  expect((await read("sep=,\na,b\n1,2")).rows.map((row) => row.line)).toEqual([2, 3]);
});

it.each([
  ["nothing", "", "empty"],
  ["blank lines", "\n\n  ,\n", "empty"],
  ["bytes that are no UTF-8", Buffer.from("a,b\n1,2\nM\xfcller,x\n", "latin1"), "Line 3 is not UTF-8"],
  ["UTF-16", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"), "UTF-16"],
  ["a NUL", "a,b\n1,\0\n", "Line 2 has a NUL"],
  ["a quote that is not closed", 'a,b\n1,"2\n', 'Line 2 has a quote (") that is opened'],
  ["something after a quote", 'a,b\n"1"x,2\n', "Line 2 has something after"],
  ["a quote in the middle", 'a,b\nx"1",2\n', 'Line 2 has a quote (") in the middle'],
  ["a row that does not end", `a,b\n"${"x,y\n".repeat(8000)}`, "Line"],
  ["too many columns", `${"a,".repeat(60)}\n`, "more than 50 columns"],
])("refuses %s with a sentence about the file", async (_, text, sentence) => {
  const { sentence: said, field } = await refused(text);
  expect(said).toContain(sentence);
  expect(field).toBe("file");
});

it("refuses more than 2 MB, and more than 5,000 rows, before it has read the rest", async () => {
  let given = 0;
  const endless = async function* () {
    for (;;) {
      given += 65_536;
      yield Buffer.alloc(65_536, "a,b\n");
    }
  };
  await expect(readCsv(endless())).rejects.toMatchObject({ code: "too-large" });
  expect(given).toBeLessThan(4 * 1024 * 1024);
  expect(await refused(`a,b\n${"1,2\n".repeat(5001)}`)).toMatchObject({ code: "too-large" });
  expect((await read(`a,b\n${"1,2\n".repeat(5000)}`, 65_536)).rows.length).toBe(5001);
});
