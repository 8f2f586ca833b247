import { Tabs } from "@/app/_ui/tabs";

const pages = [
  { name: "Authority", href: "/authority" },
  { name: "Certificates", href: "/authority/certificates" },
  { name: "CRL", href: "/authority/crl" },
] as const;

export function AuthorityTabs({ here }: { here: (typeof pages)[number]["href"] }) {
  return <Tabs label="Authority" items={pages.map((page) => ({ ...page, current: page.href === here }))} />;
}
