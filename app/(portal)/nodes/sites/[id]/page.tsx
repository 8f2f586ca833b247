import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { Day } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { listSites } from "@/lib/nodes/list-sites";
import { RenameSiteForm } from "./rename-site-form";

export default async function SitePage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const { id } = await params;
  const { value: sites, forbidden } = await reading(listSites(ctx));
  if (!sites) return <Forbidden title="Site" sentence={forbidden} />;
  const site = sites.find((one) => one.id === id);
  if (!site) return notFound();
  const admin = may(ctx.actor, "nodes.write");
  const reason = admin ? site.stays : "Only an admin removes a site.";
  return (
    <>
      <PageHead
        title={site.name}
        above={[
          { name: "Nodes", href: "/nodes" },
          { name: "Sites", href: "/nodes/sites" },
        ]}
        actions={
          reason !== null ? (
            <Barred verb="Remove site" reason={reason} />
          ) : (
            <ConfirmDialog
              verb="Remove site"
              title={`Remove ${site.name}`}
              method="DELETE"
              path={`/api/v1/sites/${site.id}`}
              then="/nodes/sites"
            >
              <p>No node and no load balancer stands there. Nothing on any node changes.</p>
              <input type="hidden" name="version" value={site.version} />
            </ConfirmDialog>
          )
        }
      />
      <Section id="facts" title="Site">
        <Properties>
          <Property name="Nodes">{site.nodes.length === 0 ? null : <Links names={site.nodes} path="/nodes/" />}</Property>
          <Property name="Load balancers">
            {site.balancers.length === 0 ? null : <Links names={site.balancers} path="/nodes/balancers/" />}
          </Property>
          <Property name="Added">
            <Day at={site.createdAt} />
          </Property>
        </Properties>
      </Section>
      {admin ? (
        <Section id="rename" title="Rename site">
          <RenameSiteForm site={{ id: site.id, name: site.name, version: site.version }} />
        </Section>
      ) : null}
    </>
  );
}

function Links({ names, path }: { names: readonly string[]; path: string }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {names.map((name) => (
        <TextLink key={name} href={path + name}>
          {name}
        </TextLink>
      ))}
    </span>
  );
}
