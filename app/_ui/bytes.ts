const units = ["B", "kB", "MB", "GB", "TB", "PB"];

/** "0 B", "1.4 MB": steps of 1000. */
export function bytes(count: bigint | number): string {
  let value = Number(count);
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
