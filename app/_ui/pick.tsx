/** A row's checkbox, native and not hydrated: the `Selection` around the table listens for all of them. */
export function Pick({ value, label }: { value: string; label: string }) {
  return (
    <label className="-m-1 inline-flex size-6 items-center justify-center">
      <input
        type="checkbox"
        data-pick=""
        value={value}
        aria-label={`Select ${label}`}
        autoComplete="off"
        className="size-4 accent-accent"
      />
    </label>
  );
}
