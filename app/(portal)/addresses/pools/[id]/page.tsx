import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Copyable } from "@/app/_ui/copyable";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { Day } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { nodeAddresses } from "@/lib/addresses/pool";
import { listPools } from "@/lib/addresses/read-pools";
import { readConfWithoutPool } from "@/lib/lifecycle/server-conf-changes";
import { ChangeRange } from "../change-range";
import { ConfChanges } from "../conf-changes";

export default async function PoolPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const { id } = await params;
  const { value: pools, forbidden } = await reading(listPools(ctx));
  if (!pools) return <Forbidden title="Pool" sentence={forbidden} />;
  const pool = pools.find((one) => String(one.id) === id);
  if (!pool) return notFound();
  const admin = may(ctx.actor, "addresses.write");
  const { own } = nodeAddresses(pool);
  const without = admin && !pool.first ? await readConfWithoutPool(ctx, pool.id) : [];
  return (
    <>
      <PageHead
        title={pool.ipv4}
        above={[{ name: "Addresses", href: "/addresses" }]}
        actions={
          pool.first ? (
            <Barred verb="Remove pool" reason="The nodes’ own address is in the first pool: it stays." />
          ) : !admin ? (
            <Barred verb="Remove pool" reason="Only an admin changes the ranges." />
          ) : (
            <ConfirmDialog
              verb="Remove pool"
              title={`Remove ${pool.ipv4}`}
              method="DELETE"
              path={`/api/v1/addresses/pools/${pool.id}`}
              type={{ label: "IPv4 range", text: pool.ipv4 }}
              then="/addresses"
            >
              <p>Its addresses are not given out any more. OpenVPN starts again on one node after the other.</p>
              <ConfChanges changes={without} />
              <p>It is refused while somebody has, or had lately, an address of it.</p>
              <input type="hidden" name="version" value={pool.version} />
            </ConfirmDialog>
          )
        }
      />
      <Section id="facts" title="Pool">
        <Properties>
          <Property name="IPv4 range">
            <Copyable text={pool.ipv4} what="IPv4 range" />
          </Property>
          <Property name="IPv6 prefix">
            <Copyable text={pool.ipv6} what="IPv6 prefix" />
          </Property>
          {pool.first || pool.topology === "subnet" ? (
            <Property name={pool.first ? "The nodes’ own" : "Clients’ gateway"}>
              <span className="font-mono text-small wrap-anywhere">
                {own.ipv4} {own.ipv6}
              </span>
            </Property>
          ) : null}
          <Property name="Topology">
            {pool.topology === "net30" ? "net30: a /30 of four addresses a device" : "subnet: one address a device"}
          </Property>
          <Property name="Assigned">{pool.assigned.toLocaleString("en-GB")}</Property>
          <Property name="In quarantine">{pool.quarantined.toLocaleString("en-GB")}</Property>
          <Property name="Reserved">{pool.reserved.toLocaleString("en-GB")}</Property>
          <Property name="Free">{pool.free.toLocaleString("en-GB")}</Property>
          <Property name="Added">
            <Day at={pool.createdAt} />
          </Property>
        </Properties>
      </Section>
      {admin ? (
        <Section id="range" title="Change range">
          <ChangeRange pool={{ id: pool.id, version: pool.version, ipv4: pool.ipv4 }} />
        </Section>
      ) : null}
    </>
  );
}
