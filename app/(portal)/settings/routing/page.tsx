import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { may } from "@/lib/core/permissions";
import { readRouting, type Routing } from "@/lib/nodes/read-routing";
import { neighborWords } from "@/lib/nodes/routing-change";
import { ROUTE_SCRIPTS } from "@/lib/nodes/route-scripts";
import { SettingsTabs } from "../settings-tabs";
import { RoutingForm } from "./routing-form";
import { RoutingNodes } from "./routing-nodes";
import { routingLabel, routingValue } from "./words";

export default async function RoutingPage() {
  const ctx = await pageContext();
  const { value: routing, forbidden } = await reading(readRouting(ctx));
  if (!routing) return <Forbidden title="Routing" sentence={forbidden} />;
  const admin = may(ctx.actor, "nodes.write");
  return (
    <>
      <PageHead title="Routing" above={[{ name: "Settings", href: "/settings" }]} tabbed />
      <SettingsTabs here="/settings/routing" />
      <p className="mb-6 max-w-[720px] text-text-soft">
        A device has the same addresses on every node, so the company’s network must hear where it is now. Each node puts its devices’ /32
        and /128 routes into its kernel, and FRR there announces them: those, and nothing else.
      </p>
      {admin ? null : (
        <div className="mb-6">
          <Notice>
            <p>Only an admin changes these. Your role ({ctx.actor.role}) sees them.</p>
          </Notice>
        </div>
      )}
      <Section id="protocol" title="How they are announced">
        {admin ? <RoutingForm routing={routing} /> : <RoutingFacts routing={routing} />}
      </Section>
      <Section id="nodes" title="Nodes">
        <RoutingNodes routing={routing} admin={admin} />
      </Section>
      <Section id="scripts" title="Nodes without the agent">
        <p className="mb-3 max-w-[720px] text-text-soft">
          Two scripts for OpenVPN do there what the agent does: they set and remove the kernel’s routes. docs/NODES.md says how they are
          used.
        </p>
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {ROUTE_SCRIPTS.map((script) => (
            <li key={script}>
              <a href={`/api/v1/routing/scripts/${script}`} download={script} className="text-accent underline underline-offset-2">
                Download {script}
              </a>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

const OF = {
  none: [],
  ospf: ["area", "helloSeconds", "deadSeconds", "keyId"],
  bgp: ["localAs", "keepaliveSeconds", "holdSeconds"],
} as const;

function RoutingFacts({ routing }: { routing: Routing }) {
  const { protocol, sites } = routing;
  const secret = protocol === "ospf" ? routing.ospfKeyIsSet : routing.bgpPasswordIsSet;
  return (
    <Properties>
      {(["protocol", ...OF[protocol]] as const).map((name) => (
        <Property key={name} name={routingLabel(name)}>
          {routingValue(name, routing[name])}
        </Property>
      ))}
      {protocol === "none" ? null : (
        <Property name={routingLabel(protocol === "ospf" ? "ospfKey" : "bgpPassword")}>{secret ? "set" : "none"}</Property>
      )}
      {protocol === "bgp"
        ? sites.map(({ site, neighbors }) => (
            <Property key={site} name={`Neighbours of ${site}`}>
              {neighbors.map(neighborWords).join(", ")}
            </Property>
          ))
        : null}
    </Properties>
  );
}
