import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass, type Look } from "./button";

// Apart from the buttons, so that a page without links does not load what they need.
/** Looks like a button because it leads to an action; it is a link, so that it can be opened in a tab. */
export function ButtonLink({ look, href, children }: { look?: Look; href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={buttonClass(look)}>
      {children}
    </Link>
  );
}

export function TextLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  return (
    <Link href={href} prefetch={false} className={`text-accent underline-offset-2 hover:underline ${className ?? ""}`}>
      {children}
    </Link>
  );
}
