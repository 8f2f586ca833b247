import { Tabs } from "@/app/_ui/tabs";

const pages = [
  { name: "Log", href: "/audit" },
  { name: "Refused sign-ins", href: "/audit/refused-sign-ins" },
] as const;

export function AuditTabs({ here }: { here: (typeof pages)[number]["href"] }) {
  return <Tabs label="Audit" items={pages.map((page) => ({ ...page, current: page.href === here }))} />;
}
