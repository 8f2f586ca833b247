"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { signOut } from "@/app/_shell/sign-out";
import { chooseTheme } from "./choose-theme";
import { commandOptions, type Option } from "./command-options";
import { readVerb } from "./commands";
import { Icon } from "./icon";
import { pageButtons, pressSoon } from "./press";
import { toast } from "./toast";
import { useFound } from "./use-found";

/** Opened by app/_ui/command-key.tsx, which loads it then. Keys alone suffice: type, arrows, Enter, Esc. */
export default function CommandMenu({ allowed, closed }: { allowed: readonly string[]; closed: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [buttons] = useState(pageButtons);
  const { verb, rest } = readVerb(typed, allowed);
  const { found, busy } = useFound(rest);
  const options = commandOptions({ typed, allowed, found, buttons });
  const current = options[Math.min(at, options.length - 1)];

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current?.id]);

  function choose({ deed }: Option) {
    if (deed.kind === "type") {
      setTyped(deed.text);
      setAt(0);
      return input.current?.focus();
    }
    dialog.current?.close();
    if (deed.kind === "button") deed.button.click();
    else if (deed.kind === "theme") chooseTheme(deed.theme);
    else if (deed.kind === "keys") document.dispatchEvent(new Event("homeport:keys"));
    else if (deed.kind === "sign-out")
      void signOut().then(
        (gone) => gone || toast({ sentence: "The portal did not answer: you are still signed in. Try again.", tone: "bad" }),
      );
    else {
      router.push(deed.href);
      if (deed.kind === "press") pressSoon(deed.button, deed.href);
    }
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === "Escape") {
      // At once, and not when the browser tells of it: the key that follows is for the page, and may open the menu again.
      event.preventDefault();
      dialog.current?.close();
      return closed();
    }
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (move !== undefined && options.length > 0) {
      event.preventDefault();
      const single = Math.abs(move - at) === 1;
      setAt(single ? (move + options.length) % options.length : Math.max(0, Math.min(options.length - 1, move)));
    } else if (event.key === "Enter" && current && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(current);
    }
  }

  return (
    <dialog
      ref={dialog}
      aria-label="Search and commands"
      data-commands=""
      onClose={closed}
      className="commands"
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="relative border-b">
        <Icon name="search" className="pointer-events-none absolute top-3.5 left-3.5 text-text-soft" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Search people, devices, nodes, pages and actions"
          aria-expanded="true"
          aria-controls="command-list"
          aria-autocomplete="list"
          aria-activedescendant={current ? optionId(current) : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="Go to, do, or find somebody"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
          className="h-11 w-full bg-transparent pr-3 pl-10 text-base outline-none"
        />
      </div>
      <div
        ref={list}
        id="command-list"
        role="listbox"
        aria-label="Results"
        tabIndex={-1}
        className="max-h-[min(420px,60dvh)] overflow-y-auto p-1"
      >
        <Groups options={options} current={current} choose={choose} point={(option) => setAt(options.indexOf(option))} />
      </div>
      <p role="status" className="border-t px-3 py-2 text-small text-text-soft">
        {verb && !rest
          ? "Type a name, a username or an address."
          : options.length > 0
            ? `${options.length} ${options.length === 1 ? "result" : "results"}`
            : busy
              ? "Searching …"
              : `Nothing matches “${typed.trim()}”.`}
      </p>
    </dialog>
  );
}

const optionId = (option: Option) => `command-${option.id.replace(/[^\w-]/g, "_")}`;

type Shown = { options: Option[]; current: Option | undefined; choose: (option: Option) => void; point: (option: Option) => void };

function Groups({ options, current, choose, point }: Shown) {
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups.map((group) => (
    <div key={group} role="group" aria-label={group}>
      <p aria-hidden="true" className="px-2 pt-2 pb-1 font-mono text-small text-text-soft">
        {group}
      </p>
      {options
        .filter((option) => option.group === group)
        .map((option) => (
          <div
            key={option.id}
            id={optionId(option)}
            role="option"
            aria-selected={option === current}
            onPointerMove={() => option !== current && point(option)}
            onClick={() => choose(option)}
            className="flex min-h-8 cursor-pointer items-center gap-3 rounded-control px-2 py-1 aria-selected:bg-line"
          >
            <span className="min-w-0 flex-1 break-words">{option.name}</span>
            {option.note ? <span className="min-w-0 text-small wrap-anywhere text-text-soft">{option.note}</span> : null}
            {option.keys ? <kbd className="shrink-0 font-mono text-small text-text-soft">{option.keys}</kbd> : null}
          </div>
        ))}
    </div>
  ));
}
