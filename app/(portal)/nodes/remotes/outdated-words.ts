/** "3 profiles are out of date"; where counting stopped, "150+". */
export function outdatedWords({ count, more }: { count: number; more: boolean }): string {
  if (count === 1 && !more) return "1 profile is out of date";
  return `${count.toLocaleString("en-GB")}${more ? "+" : ""} profiles are out of date`;
}
