"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Icon } from "./icon";

const PAUSE = 120;

/** Searches while one types; the words are in the address. `/` comes here, and without script Enter does the same. */
export function SearchBox({ label, placeholder, value }: { label: string; placeholder: string; value: string }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const router = useRouter();
  const path = usePathname();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || inField) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  // When the address changed by other means ("Clear search", the back button), the field says what it says.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);

  function search(text: string, pause: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => router.replace(text.trim() ? `${path}?${new URLSearchParams({ q: text.trim() })}` : path, { scroll: false }),
      pause,
    );
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
          onChange={(event) => search(event.target.value, PAUSE)}
          className="field-input pl-8!"
        />
      </div>
    </form>
  );
}
