import { Tabs } from "@/app/_ui/tabs";

const pages = [
  { name: "Nodes", href: "/nodes" },
  { name: "Picture", href: "/nodes/map" },
  { name: "Remotes", href: "/nodes/remotes" },
  { name: "Sites", href: "/nodes/sites" },
  { name: "Rollouts", href: "/nodes/rollouts" },
];

export function NodesTabs({ here }: { here: "/nodes" | "/nodes/map" | "/nodes/remotes" | "/nodes/sites" | "/nodes/rollouts" }) {
  return <Tabs label="Nodes" items={pages.map((page) => ({ ...page, current: page.href === here }))} />;
}
