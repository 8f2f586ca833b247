"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { buttonClass } from "./button";
import { changedList, type ListParams } from "./list-url";
import { Named } from "./named";

export type Filter = { name: string; label: string; options: readonly { value: string; label: string }[] };

/** Native selects that narrow a list at once; the choice is in the address. Without script a form with a button. */
export function FilterBar({ path, params, filters }: { path: string; params: ListParams; filters: readonly Filter[] }) {
  const router = useRouter();
  const names = new Set(filters.map(({ name }) => name));
  const kept = Object.entries(params).filter(([name, value]) => value && name !== "cursor" && !names.has(name));
  const filtered = filters.some(({ name }) => params[name]);
  const none = Object.fromEntries(filters.map(({ name }) => [name, undefined]));

  function onChange(event: FormEvent<HTMLSelectElement>) {
    // All as they stand in the form: the page may still be on its way to what was chosen a moment ago.
    const chosen = new FormData(event.currentTarget.form ?? undefined);
    const now = Object.fromEntries(filters.map(({ name }) => [name, String(chosen.get(name) ?? "")]));
    router.push(changedList(path, params, now), { scroll: false });
  }

  return (
    <form action={path} aria-label="Filters" className="mb-4 grid grid-cols-2 items-end gap-2 max-sm:w-full sm:flex sm:flex-wrap">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {filters.map(({ name, label, options }) => (
        <Named key={name} label={label}>
          {/* A fresh one for each choice, so that the back button shows what the address says. */}
          <select
            key={params[name] ?? ""}
            name={name}
            defaultValue={params[name] ?? ""}
            onChange={onChange}
            className="field-input sm:w-auto! sm:max-w-[240px]"
          >
            {options.some(({ value }) => value === "") ? null : <option value="">Any</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </Named>
      ))}
      {/* Never there for a moment only: nothing may move while the page wakes. */}
      <noscript>
        <button type="submit" className={buttonClass()}>
          Apply filters
        </button>
      </noscript>
      {/* It has its place also while there is nothing to clear, so that the filters stay where they are. */}
      <Link
        href={changedList(path, params, none)}
        prefetch={false}
        className={`inline-flex h-8 items-center text-accent underline-offset-2 hover:underline ${filtered ? "" : "invisible max-sm:hidden"}`}
      >
        Clear filters
      </Link>
    </form>
  );
}
