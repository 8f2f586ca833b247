import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { listPairs } from "@/lib/addresses/list-pairs";
import { readMap } from "@/lib/addresses/read-map";
import { listPools } from "@/lib/addresses/read-pools";
import { orNotFound } from "./gone";
import { AddressMapSection } from "./map";
import { isPairState } from "./pair-state";
import { Pairs } from "./pairs";
import { Pools } from "./pools";

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function AddressesPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  const asked = await searchParams;
  const text = (name: string) => queryText(asked[name]);
  const number = (name: string) => (/^\d{1,9}$/.test(text(name)) ? Number(text(name)) : undefined);
  const { value: pools, forbidden } = await reading(listPools(ctx));
  if (!pools) return <Forbidden title="Addresses" sentence={forbidden} />;
  const pool = number("pool");
  if (pool !== undefined && !pools.some(({ id }) => id === pool)) notFound();
  const state = isPairState(text("state")) ? text("state") : undefined;
  const params = {
    q: text("q").slice(0, 100),
    state,
    pool: pool?.toString(),
    group: number("group")?.toString(),
    block: number("block")?.toString(),
    cursor: text("cursor"),
  };
  const [map, page] = await Promise.all([
    readMap(ctx, { pool, group: number("group"), block: number("block") }),
    listPairs(ctx, { q: params.q, pool, state: state && isPairState(state) ? state : undefined, cursor: params.cursor }),
  ]).catch(orNotFound);
  const reason = "Only an admin changes the ranges.";
  const admin = may(ctx.actor, "addresses.write");
  return (
    <>
      <PageHead
        title="Addresses"
        actions={
          <>
            <ButtonLink href="/addresses/reserved">Reserved ranges</ButtonLink>
            {admin ? <ButtonLink href="/addresses/pools/new">Add range</ButtonLink> : <Barred verb="Add range" reason={reason} />}
          </>
        }
      />
      <Pools pools={pools} />
      <AddressMapSection map={map} several={pools.length > 1} />
      <Pairs page={page} pools={pools} params={params} />
    </>
  );
}
