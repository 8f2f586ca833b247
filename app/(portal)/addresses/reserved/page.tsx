import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { MenuAction, MenuBarred, RowMenu } from "@/app/_ui/row-menu";
import { Cell, ControlCell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { listReserved, type ReservedFacts } from "@/lib/addresses/list-reserved";
import { orNotFound } from "../gone";
import { ReserveForm } from "./reserve-form";

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function ReservedPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor);
  const { value: page, forbidden } = await reading(listReserved(ctx, { cursor })).catch(orNotFound);
  if (!page) return <Forbidden title="Reserved ranges" sentence={forbidden} />;
  const admin = may(ctx.actor, "addresses.write");
  return (
    <>
      <PageHead title="Reserved ranges" above={[{ name: "Addresses", href: "/addresses" }]} />
      <p className="mb-6 max-w-[720px] text-text-soft">
        Nobody gets an address of a reserved range by itself; it can still be chosen for a device. Who has one keeps it.
      </p>
      {page.rows.length === 0 ? (
        <div className="mb-8">
          <Empty
            sentence={admin ? "No reserved ranges yet. Reserve the first one below." : "No reserved ranges yet. An admin can reserve one."}
          />
        </div>
      ) : (
        <Section id="ranges" title="Ranges">
          <Table
            label="Reserved ranges"
            columns={[
              { name: "Range" },
              { name: "What for" },
              { name: "Addresses", number: true },
              { name: "Kept" },
              { name: "Reserved" },
              { name: "Actions", hidden: true },
            ]}
          >
            {page.rows.map((range) => (
              <RangeRow key={range.id} range={range} admin={admin} />
            ))}
          </Table>
          <Pager path="/addresses/reserved" params={{ cursor }} previous={page.previous} next={page.next} />
          <div className="mt-4">
            <ExportLinks what="reserved" />
          </div>
        </Section>
      )}
      {admin ? (
        <Section id="reserve" title="Reserve a range">
          <ReserveForm />
        </Section>
      ) : null}
    </>
  );
}

function RangeRow({ range, admin }: { range: ReservedFacts; admin: boolean }) {
  const span = range.first === range.last ? range.first : `${range.first} – ${range.last}`;
  const { first, last, note } = range;
  return (
    <Row>
      <HeadCell>
        <TextLink href={`/addresses?q=${first}-${last}#pairs`} className="font-mono text-small font-strong">
          {span}
        </TextLink>
      </HeadCell>
      <Cell column="What for">{note}</Cell>
      <Cell column="Addresses" number>
        {range.addresses.toLocaleString("en-GB")}
      </Cell>
      <Cell column="Kept">
        {range.kept ? <TextLink href={`/addresses?q=${first}-${last}&state=assigned#pairs`}>Show who has one</TextLink> : "by nobody"}
      </Cell>
      <Cell column="Reserved">
        <Day at={range.createdAt} inRow /> <span className="text-small text-text-soft">{range.createdBy}</span>
      </Cell>
      <ControlCell>
        <RowMenu label={`Actions for ${span}`}>
          {admin ? (
            <MenuAction
              verb="Release range"
              method="DELETE"
              path={`/api/v1/addresses/reserved/${range.id}`}
              body={{}}
              toast={`${span} is released.`}
              undo={{
                method: "POST",
                path: "/api/v1/addresses/reserved",
                body: { first, last, note },
                toast: `${span} is reserved again.`,
              }}
            />
          ) : (
            <MenuBarred verb="Release range" reason="Only an admin releases a range." />
          )}
        </RowMenu>
      </ControlCell>
    </Row>
  );
}
