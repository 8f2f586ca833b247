import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

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

/** Looks like a button because it leads to an action; it is a link, so that it can be opened in a tab. */
export function ButtonLink({ look, href, children }: { look?: Look; href: string; children: ReactNode }) {
  return <Link href={href} prefetch={false} className={buttonClass(look)}>{children}</Link>;
}

export function TextLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  return <Link href={href} prefetch={false} className={`text-accent underline-offset-2 hover:underline ${className ?? ""}`}>{children}</Link>;
}
