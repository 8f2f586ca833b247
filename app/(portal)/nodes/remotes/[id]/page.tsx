import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { may } from "@/lib/core/permissions";
import { listRemotes } from "@/lib/nodes/list-remotes";
import { LAST_REMOTE } from "@/lib/nodes/remote-body";
import { EditRemoteForm } from "./edit-remote-form";

export default async function RemotePage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const { id } = await params;
  const { value: remotes, forbidden } = await reading(listRemotes(ctx));
  if (!remotes) return <Forbidden title="Remote" sentence={forbidden} />;
  const remote = remotes.find((one) => one.id === id);
  if (!remote) return notFound();
  const admin = may(ctx.actor, "nodes.write");
  const { kind, name } = remote.of;
  return (
    <>
      <PageHead
        title={remote.address}
        above={[
          { name: "Nodes", href: "/nodes" },
          { name: "Remotes", href: "/nodes/remotes" },
        ]}
        beside={remote.why === null ? <State tone="good" word="Listed" /> : <State tone="attention" word={remote.why} />}
        actions={
          !admin ? (
            <Barred verb="Remove remote" reason="Only an admin changes the remotes." />
          ) : remotes.length === 1 ? (
            <Barred verb="Remove remote" reason={LAST_REMOTE} />
          ) : (
            <ConfirmDialog
              verb="Remove remote"
              title={`Remove ${remote.address}`}
              method="DELETE"
              path={`/api/v1/remotes/${remote.id}`}
              then="/nodes/remotes"
            >
              <p>
                New profiles do not list it any more. Profiles that are out keep it: {name} goes on answering whoever connects there, and
                the portal shows them as out of date.
              </p>
              <input type="hidden" name="version" value={remote.version} />
            </ConfirmDialog>
          )
        }
      />
      <Section id="facts" title="Remote">
        <Properties>
          <Property name="Leads to">
            <TextLink href={`/nodes/${kind === "node" ? "" : "balancers/"}${name}`} className="underline">
              {name}
            </TextLink>
            {kind === "balancer" ? <span className="text-text-soft"> load balancer</span> : null}
          </Property>
          <Property name="Address">
            <span className="font-mono text-small wrap-anywhere">{remote.address}</span>
          </Property>
          <Property name="Port">
            {remote.port} <span className="text-text-soft">{remote.proto.toUpperCase()}</span>
          </Property>
          <Property name="Weight">{remote.weight}</Property>
          <Property name="Place">
            {remotes.indexOf(remote) + 1} of {remotes.length}
          </Property>
        </Properties>
      </Section>
      {admin ? (
        <Section id="change" title="Change remote">
          <EditRemoteForm remote={remote} />
        </Section>
      ) : null}
    </>
  );
}
