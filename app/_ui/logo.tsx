/** A port, seen from above: a ring with one opening, and what lies safe inside. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-strong">
      <svg
        viewBox="0 0 20 20"
        width="20"
        height="20"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        aria-hidden="true"
        className="text-accent"
      >
        <path d="M13.5 3.4a7.5 7.5 0 1 1-7 0" />
        <circle cx="10" cy="10" r="2.4" fill="currentColor" stroke="none" />
      </svg>
      Homeport
    </span>
  );
}
