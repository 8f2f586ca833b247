const steps = [
  { under: 60, size: 1, unit: "s" },
  { under: 3600, size: 60, unit: "min" },
  { under: 86_400, size: 3600, unit: "h" },
  { under: 86_400 * 60, size: 86_400, unit: "days" },
] as const;

/** "12 s ago", "in 9 days"; a date where that is further than two months. Pure: now is an argument. */
export function ago(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 2) return "just now";
  const step = steps.find(({ under }) => distance < under);
  if (!step) return date(at, "UTC");
  const count = Math.floor(distance / step.size);
  const amount = `${count} ${step.unit === "days" && count === 1 ? "day" : step.unit}`;
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}

const format = (at: Date, zone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(at);

/** "29 Nov 2026" */
export const date = (at: Date, zone: string) => format(at, zone, { day: "numeric", month: "short", year: "numeric" });

/** "29 Nov, 14:00", with the zone's name where it is UTC because nobody has said otherwise. */
export const moment = (at: Date, zone: string) =>
  `${format(at, zone, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })}${zone === "UTC" ? " UTC" : ""}`;

/** Local and UTC, to the second: what hover and focus show. */
export function exact(at: Date, zone: string): string {
  const utc = format(at, "UTC", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (zone === "UTC") return `${utc} UTC`;
  const local = format(at, zone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  return `${local} · ${utc} UTC`;
}

/** A time zone's name as a browser sent it, or UTC where there is no such zone. */
export function readZone(name: string | undefined): string {
  if (!name) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: decodeURIComponent(name) }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** Milliseconds as "0.2 s", "12 s", "1 min 30 s". */
export function lasted(ms: number): string {
  if (ms < 10_000) return `${(Math.max(ms, 0) / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
