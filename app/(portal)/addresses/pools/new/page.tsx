import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { nextPrefix } from "@/lib/addresses/growth";
import { listPools } from "@/lib/addresses/read-pools";
import { ChangeRange } from "../change-range";

export default async function AddRangePage() {
  const ctx = await pageContext();
  const { value: pools, forbidden } = await reading(listPools(ctx));
  if (!pools) return <Forbidden title="Add range" sentence={forbidden} />;
  return (
    <>
      <PageHead title="Add range" above={[{ name: "Addresses", href: "/addresses" }]} />
      {may(ctx.actor, "addresses.write") ? (
        <ChangeRange ipv6={nextPrefix(pools)} />
      ) : (
        <Empty sentence="Only an admin changes the ranges. An admin can change your role." />
      )}
    </>
  );
}
