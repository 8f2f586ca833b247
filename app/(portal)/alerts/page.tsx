import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { FilterBar } from "@/app/_ui/filter-bar";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { listAlerts } from "@/lib/alerts/list-alerts";

type Query = Promise<{ state?: string | string[]; cursor?: string | string[] }>;

export default async function AlertsPage({ searchParams }: { searchParams: Query }) {
  const ctx = await pageContext();
  const asked = await searchParams;
  const state = queryText(asked.state) === "open" ? ("open" as const) : undefined;
  const cursor = queryText(asked.cursor) || undefined;
  const params = { state, cursor };
  const { value, forbidden } = await reading(listAlerts(ctx, params));
  if (!value) return <Forbidden title="Alerts" sentence={forbidden} />;
  const { rows, next, previous } = value;
  return (
    <>
      <PageHead
        title="Alerts"
        above={[{ name: "Mail and alerts", href: "/settings/mail" }]}
        actions={<ButtonLink href="/settings/mail#alerts">Choose who is told</ButtonLink>}
      />
      <p className="mb-4 max-w-[720px] text-text-soft">
        What needed a person, from when it began to when it was over. Each is told once when it begins and once when it is over.
      </p>
      <FilterBar
        path="/alerts"
        params={params}
        filters={[{ name: "state", label: "State", options: [{ value: "open", label: "Not over" }] }]}
      />
      {rows.length === 0 ? (
        state || cursor ? (
          <Empty sentence={state ? "No alert is open. That is a good day." : "There is nothing older."}>
            <TextLink href="/alerts">Show all alerts</TextLink>
          </Empty>
        ) : (
          <Empty sentence="No alerts yet. When a node falls silent, a certificate nears its end or the pool fills up, it is listed here.">
            <ButtonLink href="/settings/mail#alerts">Choose who is told</ButtonLink>
          </Empty>
        )
      ) : (
        <Table label="Alerts" columns={[{ name: "What" }, { name: "State" }, { name: "About" }, { name: "Began" }, { name: "Over" }]}>
          {rows.map((alert) => (
            <Row key={alert.id}>
              <HeadCell>
                <span className="block max-w-[720px]">{alert.sentence}</span>
              </HeadCell>
              <Cell column="State">
                {alert.clearedAt ? (
                  <State tone="muted" word="Over" />
                ) : (
                  <State tone={alert.tone === "bad" ? "bad" : "attention"} word="Open" />
                )}
              </Cell>
              <Cell column="About">
                <TextLink href={alert.href}>{alert.subject === "cluster" ? "Cluster" : alert.subject.replace(/^node /, "")}</TextLink>
              </Cell>
              <Cell column="Began">
                <Moment at={alert.raisedAt} inRow />
              </Cell>
              <Cell column="Over">{alert.clearedAt ? <Moment at={alert.clearedAt} inRow /> : <Nothing />}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path="/alerts" params={params} previous={previous} next={next} />
      {rows.length > 0 ? (
        <div className="mt-4">
          <ExportLinks what="alerts" />
        </div>
      ) : null}
    </>
  );
}
