import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { may } from "@/lib/core/permissions";
import { countOutdatedProfiles } from "@/lib/nodes/list-outdated-profiles";
import { listRemotes, readProfileLines } from "@/lib/nodes/list-remotes";
import { NodesTabs } from "../nodes-tabs";
import { outdatedWords } from "./outdated-words";
import { RemotesTable } from "./remotes-table";

export default async function RemotesPage() {
  const ctx = await pageContext();
  const { value, forbidden } = await reading(Promise.all([listRemotes(ctx), readProfileLines(ctx), countOutdatedProfiles(ctx)]));
  if (!value) return <Forbidden title="Remotes" sentence={forbidden} />;
  const [remotes, lines, outdated] = value;
  const admin = may(ctx.actor, "nodes.write");
  const add = (
    <ButtonLink look="accent" href="/nodes/remotes/new">
      Add remote
    </ButtonLink>
  );
  return (
    <>
      <PageHead
        title="Remotes"
        above={[{ name: "Nodes", href: "/nodes" }]}
        tabbed
        count={remotes.length}
        actions={admin && remotes.length > 0 ? add : null}
      />
      <NodesTabs here="/nodes/remotes" />
      {outdated.count > 0 ? (
        <div className="mb-6">
          <Notice tone="attention" title={outdatedWords(outdated)}>
            <p>
              A profile that is out goes on working with the remotes that it has. Its owner gets the new ones on{" "}
              <TextLink href="/profile" className="underline">
                the page for profiles
              </TextLink>
              , or with a renewal.{" "}
              <TextLink href="/nodes/remotes/outdated" className="underline">
                Show whose they are
              </TextLink>
            </p>
          </Notice>
        </div>
      ) : null}
      <p className="mb-6 max-w-[720px] text-text-soft">
        Where clients connect to: a node’s own address, or a load balancer with nodes behind it. Every profile that is made from now on
        lists them all.
      </p>
      {remotes.length === 0 ? (
        <Empty sentence="No remotes yet. Each node that is added brings its own.">{admin ? add : null}</Empty>
      ) : (
        <>
          <Section id="remotes" title="In this order">
            <RemotesTable
              remotes={remotes}
              noWrite={admin ? null : `Your role (${ctx.actor.role}) does not change remotes; an admin does.`}
            />
            <div className="mt-4">
              <ExportLinks what="remotes" />
            </div>
          </Section>
          <Section id="lines" title="In a profile">
            {lines.length === 0 ? (
              <p className="text-text-soft">Nothing yet: nobody would answer. A node must join first.</p>
            ) : (
              <>
                <pre
                  tabIndex={0}
                  role="group"
                  aria-labelledby="lines"
                  className="max-w-[720px] overflow-x-auto rounded-card border bg-surface px-4 py-3 font-mono text-small"
                >
                  {lines.join("\n")}
                </pre>
                <p className="mt-2 max-w-[720px] text-small text-text-soft">
                  Whether clients draw lots (remote-random) or go by the order is a{" "}
                  <TextLink href="/settings" className="underline">
                    setting
                  </TextLink>
                  .
                </p>
              </>
            )}
          </Section>
        </>
      )}
    </>
  );
}
