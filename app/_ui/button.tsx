import type { ComponentProps } from "react";

export type Look = "plain" | "accent" | "bad";

const looks: Record<Look, string> = {
  plain: "border-edge bg-surface text-text hover:bg-line",
  accent: "border-accent bg-accent text-bg hover:opacity-90",
  bad: "border-bad bg-bad text-bg hover:opacity-90",
};

export const buttonClass = (look: Look = "plain") =>
  `inline-flex h-8 shrink-0 items-center justify-center gap-2 rounded-control border px-3 text-base font-strong whitespace-nowrap disabled:opacity-60 ${looks[look]}`;

export function Button({ look, className, ...rest }: ComponentProps<"button"> & { look?: Look }) {
  return <button type="button" className={`${buttonClass(look)} ${className ?? ""}`} {...rest} />;
}
