type Props = {
  from: Date;
  to: Date;
  now: Date;
  /** When it was ended before its time. */
  end?: Date | null;
};

const day = (at: Date) => at.toISOString().slice(0, 10);

/** A certificate's life as a bar: what has passed, what is left, and where it was cut short. The facts stand in words beside it. */
export function LifeBar({ from, to, now, end }: Props) {
  const whole = Math.max(1, to.getTime() - from.getTime());
  const share = (at: Date) => Math.min(100, Math.max(0, ((at.getTime() - from.getTime()) / whole) * 100));
  const until = end && end < now ? end : now;
  const passed = share(until);
  const left = 100 - passed;
  const tone = end ? "bg-edge" : now >= to ? "bg-bad" : left < 12 ? "bg-attention" : "bg-good";
  const words = end
    ? `Valid from ${day(from)} to ${day(to)}, ended on ${day(end)}`
    : `Valid from ${day(from)} to ${day(to)}, ${Math.round(passed)} % passed`;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className="relative my-1.5 block h-2 w-full min-w-16 overflow-hidden rounded-full bg-line"
    >
      <span className={`absolute inset-y-0 left-0 ${tone}`} style={{ width: `${passed.toFixed(2)}%` }} />
      {end ? (
        <span className="absolute inset-y-0 w-0.5 bg-bad" style={{ left: `min(${share(end).toFixed(2)}%, calc(100% - 2px))` }} />
      ) : null}
    </span>
  );
}
