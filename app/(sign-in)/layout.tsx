import type { ReactNode } from "react";
import { Logo } from "@/app/_ui/logo";

/** Pages before anybody is signed in: one column, nothing else. */
export default function SignInLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[720px] flex-col px-4 py-10">
      <div className="mb-8">
        <Logo />
      </div>
      {children}
    </main>
  );
}
