import { Icon } from "@/app/_ui/icon";

/** Opens the command menu (app/_ui/command-key.tsx listens). */
export function CommandButton({ wide }: { wide?: boolean }) {
  return (
    <button
      type="button"
      data-command=""
      aria-keyshortcuts="Meta+K Control+K"
      className={`inline-flex h-8 items-center gap-2 rounded-control border border-edge px-2.5 text-text-soft hover:text-text ${wide ? "w-full" : ""}`}
    >
      <Icon name="search" />
      <span className={wide ? "flex-1 text-left" : "sr-only"}>Search or do</span>
      {wide ? (
        <kbd aria-hidden="true" className="font-mono text-small">
          ⌘K
        </kbd>
      ) : null}
    </button>
  );
}
