import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { TextLink } from "@/app/_ui/link";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Moment } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { readOverview } from "@/lib/lifecycle/read-overview";
import { NextSteps } from "./next-steps";

const count = (n: number) => n.toLocaleString("en-GB");

export default async function OverviewPage() {
  const ctx = await pageContext();
  const { value: overview, forbidden } = await reading(readOverview(ctx));
  if (!overview) return <Forbidden title="Overview" sentence={forbidden} />;
  const { counts, pool, crl } = overview;
  const isNew = counts.nodes === 0 || counts.users === 0;
  // The next steps say these two already.
  const needs = overview.needs.filter(({ code }) => !isNew || (code !== "no-nodes" && code !== "no-users"));
  return (
    <>
      <PageHead title="Overview" beside={<span className="text-text-soft">{overview.clusterName}</span>} />
      {isNew ? <NextSteps nodes={counts.nodes} users={counts.users} /> : null}
      <Section id="needs" title="What needs you">
        {needs.length === 0 ? (
          <p className="flex max-w-[720px] items-center rounded-card border bg-surface px-4 py-3">
            <State tone="good" word="Nothing needs you now." />
          </p>
        ) : (
          <ul className="max-w-[720px] divide-y rounded-card border bg-surface">
            {needs.map((need) => (
              <li key={`${need.code} ${need.href} ${need.sentence}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <span className="min-w-0 flex-1 basis-64">
                  <State tone={need.tone} word={need.sentence} />
                </span>
                <TextLink href={need.href}>{need.linkText}</TextLink>
              </li>
            ))}
          </ul>
        )}
        {may(ctx.actor, "settings.read") ? (
          <p className="mt-2 text-small">
            <TextLink href="/alerts">See past alerts</TextLink>
          </p>
        ) : null}
      </Section>
      <Section id="facts" title="The cluster now">
        <Properties>
          <Property name="VPN sessions">
            <TextLink href="/vpn-sessions">{count(counts.vpnSessions)}</TextLink>
          </Property>
          <Property name="Users">
            <TextLink href="/users">{count(counts.users)}</TextLink>
          </Property>
          <Property name="Devices">
            <span className="tabular-nums">{count(counts.devices)}</span>
          </Property>
          <Property name="Nodes">
            <TextLink href="/nodes">{count(counts.nodes)}</TextLink>
          </Property>
          <Property name="Address pairs">
            <TextLink href="/addresses" className="underline">
              {count(pool.assigned)}
            </TextLink>{" "}
            <span className="text-text-soft">
              assigned, {count(pool.quarantined)} in quarantine, {count(pool.free)} free of {count(pool.total)}
            </span>
          </Property>
          <Property name="CRL">
            <TextLink href="/authority/crl" className="underline">
              signed
            </TextLink>{" "}
            <Ago at={crl.signedAt} />
            <span className="text-text-soft">
              , in force until <Moment at={crl.nextUpdate} />
            </span>
          </Property>
        </Properties>
      </Section>
    </>
  );
}
