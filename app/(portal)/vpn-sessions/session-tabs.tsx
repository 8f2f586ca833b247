import { Tabs } from "@/app/_ui/tabs";

const pages = [
  { name: "Now", href: "/vpn-sessions" },
  { name: "History", href: "/vpn-sessions/history" },
] as const;

export function SessionTabs({ here }: { here: (typeof pages)[number]["href"] }) {
  return <Tabs label="VPN sessions" items={pages.map((page) => ({ ...page, current: page.href === here }))} />;
}
