export type DiffLine = { mark: "same" | "gone" | "new"; text: string };

/** What changes from one list of lines to another: the longest common subsequence stays. Pure; for configurations of a few hundred lines. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  // common[i][j]: how many lines before[i..] and after[j..] have in common, in order.
  const common = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [gone, added] = [before[i], after[j]];
    if (gone !== undefined && gone === added) {
      lines.push({ mark: "same", text: gone });
      i++;
      j++;
    } else if (gone !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: "gone", text: gone });
      i++;
    } else {
      lines.push({ mark: "new", text: added ?? "" });
      j++;
    }
  }
  return lines;
}

/** Only what changes, with so many lines of what stays around it. Empty where nothing changes. */
export function around(lines: readonly DiffLine[], context = 1): DiffLine[] {
  const changed = lines.flatMap(({ mark }, index) => (mark === "same" ? [] : [index]));
  return lines.filter((_line, index) => changed.some((at) => Math.abs(at - index) <= context));
}
