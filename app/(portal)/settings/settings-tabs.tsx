import { Tabs } from "@/app/_ui/tabs";

const pages = [
  { name: "Cluster", href: "/settings" },
  { name: "Routing", href: "/settings/routing" },
  { name: "Mail and alerts", href: "/settings/mail" },
];

export function SettingsTabs({ here }: { here: "/settings" | "/settings/routing" | "/settings/mail" }) {
  return <Tabs label="Settings" items={pages.map((page) => ({ ...page, current: page.href === here }))} />;
}
