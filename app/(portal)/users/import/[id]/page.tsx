import { notFound } from "next/navigation";
import { z } from "zod";
import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { RunProgress } from "@/app/_ui/run-progress";
import { State } from "@/app/_ui/state";
import { reading } from "@/app/_shell/reading";
import { may } from "@/lib/core/permissions";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { readImport, SHOWN } from "@/lib/runs/imports/read-import";
import { runState } from "../../../runs/run-state";
import { Draft } from "./draft";
import { Invitations } from "./invitations";
import { Rows } from "./rows";
import { UndoImport } from "./undo-import";

type Search = Promise<{ show?: string | string[]; cursor?: string | string[]; people?: string | string[] }>;

export default async function ImportPage({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Search }) {
  const ctx = await pageContext();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const asked = await searchParams;
  const show = SHOWN.find((one) => one === queryText(asked.show)) ?? "all";
  const people = queryText(asked.people) === "unused" ? "unused" : "all";
  const cursor = queryText(asked.cursor) || undefined;
  const { value: run, forbidden } = await reading(
    // The cursor belongs to the list that is shown: the preview's rows, or the people after the import.
    readImport(ctx, id.data, { show }).then((found) => (found.state === "draft" ? readImport(ctx, id.data, { show, cursor }) : found)),
  );
  if (!run) return <Forbidden title="Import" sentence={forbidden} />;
  const writes = may(ctx.actor, "users.write");
  const over = run.state === "done" || run.state === "cancelled";
  const thrownAway = run.state === "cancelled" && run.startedAt === null;
  return (
    <>
      <PageHead
        title="Import"
        above={[
          { name: "Users", href: "/users" },
          { name: "Import users", href: "/users/import" },
        ]}
        beside={<State {...runState(run)} />}
        actions={over && !thrownAway && writes ? <UndoImport id={run.id} noUndo={run.noUndo} count={run.done} /> : null}
      />
      {run.state === "draft" ? <Draft run={run} writes={writes} mail={await mailIsSet()} /> : null}
      {thrownAway ? <p>This import was thrown away before it began. Nobody was added.</p> : null}
      {run.state === "draft" || thrownAway ? null : (
        <div className="mb-8">
          <RunProgress key={run.state} id={run.id} total={run.total} verb="import" />
        </div>
      )}
      {over && !thrownAway && run.done > 0 ? (
        <Invitations ctx={ctx} id={run.id} people={people} cursor={cursor} writes={writes} mail={await mailIsSet()} undone={run.undoneBy} />
      ) : null}
      {run.state === "draft" ? <Rows id={run.id} rows={run.rows} counts={run.counts} show={show} cursor={cursor} /> : null}
    </>
  );
}
