import { Tabs } from "@/app/_ui/tabs";

const tabs = [
  { name: "Accounts", href: "/accounts" },
  { name: "Invitations", href: "/accounts/invitations" },
  { name: "API tokens", href: "/accounts/tokens" },
] as const;

export function AccountTabs({ current }: { current: (typeof tabs)[number]["name"] }) {
  return <Tabs label="Accounts" items={tabs.map((tab) => ({ ...tab, current: tab.name === current }))} />;
}
