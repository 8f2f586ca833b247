import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { RUN_WORDS } from "@/app/_ui/run-words";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { listRuns } from "@/lib/runs/read-run";
import type { RunView } from "@/lib/runs/run";
import { runState } from "./run-state";

const hrefOf = (run: RunView) => (run.verb === "import" ? `/users/import/${run.id}` : `/runs/${run.id}`);

export default async function RunsPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: list, forbidden } = await reading(listRuns(ctx, { cursor }));
  if (!list) return <Forbidden title="Runs" sentence={forbidden} />;
  return (
    <>
      <PageHead title="Runs" above={[{ name: "Users", href: "/users" }]} />
      {list.rows.length === 0 ? (
        <Empty sentence="Nothing was done to many at once yet.">
          <ButtonLink href="/users/import">Import users</ButtonLink>
        </Empty>
      ) : (
        <Table
          label="Runs"
          columns={[{ name: "Run" }, { name: "State" }, { name: "Done", number: true }, { name: "By" }, { name: "Began" }]}
        >
          {list.rows.map((run) => (
            <Row key={run.id}>
              <HeadCell>
                <TextLink href={hrefOf(run)} className="font-strong">
                  {RUN_WORDS[run.verb].title}
                </TextLink>
              </HeadCell>
              <Cell column="State">
                <State {...runState(run)} />
              </Cell>
              <Cell column="Done" number>
                {run.done.toLocaleString("en-GB")} of {run.total.toLocaleString("en-GB")}
              </Cell>
              <Cell column="By">{run.createdBy}</Cell>
              <Cell column="Began">
                <Moment at={run.startedAt ?? run.createdAt} inRow />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path="/runs" params={{ cursor }} previous={list.previous} next={list.next} />
      {list.rows.length > 0 ? (
        <div className="mt-4">
          <ExportLinks what="runs" />
        </div>
      ) : null}
    </>
  );
}
