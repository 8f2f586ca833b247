import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { listSites } from "@/lib/nodes/list-sites";
import { NodesTabs } from "../nodes-tabs";
import { AddSiteForm } from "./add-site-form";

export default async function SitesPage() {
  const ctx = await pageContext();
  const { value: sites, forbidden } = await reading(listSites(ctx));
  if (!sites) return <Forbidden title="Sites" sentence={forbidden} />;
  return (
    <>
      <PageHead title="Sites" above={[{ name: "Nodes", href: "/nodes" }]} tabbed count={sites.length} />
      <NodesTabs here="/nodes/sites" />
      <p className="mb-6 max-w-[720px] text-text-soft">
        A site is a data centre: where nodes stand, and perhaps a load balancer before them.
      </p>
      <Section id="sites" title="Sites">
        <Table label="Sites" columns={[{ name: "Name" }, { name: "Nodes" }, { name: "Load balancers" }, { name: "Added" }]}>
          {sites.map(({ id, name, nodes, balancers, createdAt }) => (
            <Row key={id}>
              <HeadCell>
                <TextLink href={`/nodes/sites/${id}`} className="font-strong">
                  {name}
                </TextLink>
              </HeadCell>
              <Cell column="Nodes">{nodes.join(", ") || <Nothing />}</Cell>
              <Cell column="Load balancers">{balancers.join(", ") || <Nothing />}</Cell>
              <Cell column="Added">
                <Day at={createdAt} inRow />
              </Cell>
            </Row>
          ))}
        </Table>
        <div className="mt-4">
          <ExportLinks what="sites" />
        </div>
      </Section>
      {may(ctx.actor, "nodes.write") ? (
        <Section id="add" title="Add a site">
          <AddSiteForm />
        </Section>
      ) : null}
    </>
  );
}
