"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Icon } from "./icon";
import { changedList, type ListParams } from "./list-url";

const PAUSE = 120;

type Props = {
  label: string;
  placeholder: string;
  value: string;
  /** The list's other parameters: a search keeps its filters and its order. */
  keep?: ListParams;
};

/** Searches while one types; the words are in the address as `q`. `/` comes here, and without script Enter does the same. */
export function SearchBox({ label, placeholder, value, keep = {} }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const router = useRouter();
  const path = usePathname();
  const kept = Object.entries(keep).filter(([name, text]) => name !== "q" && name !== "cursor" && text);

  // As they are when the search begins, not when the key was pressed: a filter may have been cleared in between.
  const latest = useRef(kept);
  useEffect(() => {
    latest.current = kept;
  });

  // When the address changed by other means ("Clear search", the back button), the field says what it says.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);

  function search(text: string, pause: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      router.replace(changedList(path, Object.fromEntries(latest.current), { q: text }), { scroll: false });
    }, pause);
  }

  return (
    <form
      role="search"
      action={path}
      className="mb-4 max-w-[360px]"
      onSubmit={(event) => {
        event.preventDefault();
        search(input.current?.value ?? "", 0);
      }}
    >
      {kept.map(([name, text]) => (
        <input key={name} type="hidden" name={name} value={text} />
      ))}
      <label className="sr-only" htmlFor="search">
        {label}
      </label>
      <div className="relative">
        <Icon name="search" className="pointer-events-none absolute top-2 left-2 text-text-soft" />
        <input
          ref={input}
          id="search"
          name="q"
          type="search"
          defaultValue={value}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          aria-keyshortcuts="/"
          onChange={(event) => search(event.target.value, PAUSE)}
          className="field-input pl-8!"
        />
      </div>
    </form>
  );
}
