import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Behaviour } from "./_ui/behaviour";
import "./globals.css";
import { readTheme } from "./_ui/theme";
import { Toasts } from "./_ui/toasts";

export const metadata: Metadata = { robots: { index: false, follow: false }, icons: { icon: "/icon.svg" } };
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // From a cookie, so that the first paint has the right colours.
  const theme = readTheme((await cookies()).get("theme")?.value);
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        {children}
        <div id="said" role="status" className="sr-only" />
        <Toasts />
        <Behaviour />
      </body>
    </html>
  );
}
