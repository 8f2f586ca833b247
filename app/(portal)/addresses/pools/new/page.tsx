import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
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
  if (!may(ctx.actor, "addresses.write"))
    return <Forbidden title="Add range" sentence={`Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`} />;
  return (
    <>
      <PageHead title="Add range" above={[{ name: "Addresses", href: "/addresses" }]} />
      <ChangeRange ipv6={nextPrefix(pools)} />
    </>
  );
}
