import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { pageContext } from "@/app/_shell/page-context";
import { CommandKey } from "@/app/_ui/command-key";
import { HeadingFocus } from "@/app/_ui/heading-focus";
import { Icon } from "@/app/_ui/icon";
import { Live } from "@/app/_ui/live";
import { Logo } from "@/app/_ui/logo";
import { Shortcuts } from "@/app/_ui/shortcuts";
import { readTheme } from "@/app/_ui/theme";
import { ThemeSwitch } from "@/app/_ui/theme-switch";
import { may, PERMISSIONS } from "@/lib/core/permissions";
import { CommandButton } from "./command-button";
import { Navigation } from "./navigation";
import { SignOut } from "./sign-out";

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { actor } = await pageContext();
  // Somebody without a role has nothing here but their own things.
  if (actor.role === "none") redirect("/account");
  const theme = readTheme((await cookies()).get("theme")?.value);
  return (
    <div className="min-h-dvh lg:flex">
      <a
        href="#main"
        className="sr-only z-30 rounded-control border bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 flex h-12 items-center justify-between border-b bg-surface px-4 lg:hidden">
        <Logo />
        <div className="flex items-center gap-2">
          <CommandButton />
          <button
            type="button"
            popoverTarget="side"
            className="inline-flex h-8 items-center gap-2 rounded-control border border-edge px-2.5"
          >
            <Icon name="menu" />
            Menu
          </button>
        </div>
      </header>
      {/* On a wide screen always there, on a phone a popover that the button above opens. */}
      <aside
        id="side"
        popover="auto"
        aria-label="Menu"
        className="side m-0 lg:border-r lg:border-b-0 shrink-0 flex-col border-0 border-b bg-surface p-3 text-text"
      >
        <div className="hidden px-2 pt-1 pb-4 lg:block">
          <Logo />
        </div>
        <div className="mb-3 hidden lg:block">
          <CommandButton wide />
        </div>
        <Navigation />
        <section aria-label="Account" className="mt-4 flex flex-col gap-3 border-t px-2 pt-4 pb-1 lg:mt-auto">
          <div className="text-small">
            <Link href="/account" prefetch={false} title={actor.email} className="block truncate underline-offset-2 hover:underline">
              {actor.email}
            </Link>
            <p className="text-text-soft">{actor.role}</p>
          </div>
          <ThemeSwitch theme={theme} />
          <SignOut />
        </section>
      </aside>
      <main id="main" tabIndex={-1} className="@container/page min-w-0 flex-1 px-4 py-6 lg:px-8">
        {children}
      </main>
      <HeadingFocus />
      <Live />
      <Shortcuts />
      <CommandKey allowed={PERMISSIONS.filter((permission) => may(actor, permission))} />
    </div>
  );
}
