import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Properties, Property } from "@/app/_ui/properties";
import { RunProgress } from "@/app/_ui/run-progress";
import { RUN_WORDS } from "@/app/_ui/run-words";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { readRun } from "@/lib/runs/read-run";
import { runState } from "../run-state";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function RunPage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: run, forbidden } = await reading(readRun(ctx, id.data, cursor));
  if (!run) return <Forbidden title="Run" sentence={forbidden} />;
  if (run.verb === "import") redirect(`/users/import/${run.id}`);
  const failed = run.failedItems;
  const seen = { state: run.state, total: run.total, done: run.done, failed: run.failed, ended: run.ended, how: run.how, links: run.links };
  return (
    <>
      <PageHead title={RUN_WORDS[run.verb].title} above={[{ name: "Runs", href: "/runs" }]} beside={<State {...runState(run)} />} />
      <div className="mb-8">
        <RunProgress
          key={run.state}
          id={run.id}
          total={run.total}
          verb={run.verb}
          first={{ ...seen, failedItems: { rows: [], next: null } }}
        />
      </div>
      <Section id="facts" title="Run">
        <Properties>
          <Property name="Asked for by">{run.createdBy}</Property>
          <Property name="Began">
            <Moment at={run.startedAt ?? run.createdAt} />
          </Property>
          <Property name="Ended">{run.finishedAt ? <Moment at={run.finishedAt} /> : null}</Property>
        </Properties>
      </Section>
      {failed.rows.length > 0 ? (
        <Section id="refused" title="What could not be done">
          <Table label="What could not be done" columns={[{ name: "Who" }, { name: "Why" }]}>
            {failed.rows.map((item) => (
              <Row key={item.n}>
                <HeadCell>{item.what}</HeadCell>
                <Cell column="Why">{item.sentence}</Cell>
              </Row>
            ))}
          </Table>
          <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <Pager path={`/runs/${run.id}`} params={{ cursor }} previous={failed.previous} next={failed.next} />
            <div className="mt-4">
              <ExportLinks what="run-failures" query={{ run: run.id }} />
            </div>
          </div>
        </Section>
      ) : null}
    </>
  );
}
