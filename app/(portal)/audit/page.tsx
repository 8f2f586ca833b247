import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { changedList } from "@/app/_ui/list-url";
import { PageHead } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { AuditQuery } from "@/lib/core/audit-filter";
import { readAuditHead } from "@/lib/core/check-audit";
import { listAudit, type AuditList } from "@/lib/core/read-audit";
import { AuditFilters, type AuditParams } from "./audit-filters";
import { AuditTable } from "./audit-table";
import { AuditTabs } from "./audit-tabs";
import { VerifyLog } from "./verify-log";

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function AuditPage({ searchParams }: { searchParams: Search }) {
  const ctx = await pageContext();
  const { params, query } = readParams(await searchParams);
  const { value, forbidden } = await reading(Promise.all([listAudit(ctx, query), readAuditHead(ctx)]));
  if (!value) return <Forbidden title="Audit" sentence={forbidden} />;
  const [audit, head] = value;
  return (
    <>
      <PageHead title="Audit" tabbed />
      <AuditTabs here="/audit" />
      <p className="mb-3 max-w-[720px] text-text-soft">
        Every change of the cluster, newest first. Each entry holds the hash of the one before it, and nodes witness the newest:
      </p>
      <div className="mb-3 flex flex-wrap items-center gap-x-2">
        <span className="text-text-soft">Entry {head.seq.toLocaleString("en-GB")}</span>
        <Copyable text={head.hash} what="hash of the newest entry" />
      </div>
      <div className="mb-6">
        <VerifyLog />
      </div>
      <AuditFilters params={params} today={ctx.now().toISOString().slice(0, 10)} />
      {params.subject ? (
        <p className="mb-3 text-text-soft">
          Only {params.subject} ·{" "}
          <TextLink href={changedList("/audit", params, { subject: undefined })} className="underline">
            Show every subject
          </TextLink>
        </p>
      ) : null}
      <div className="mb-2 flex justify-end">
        <ExportLinks what="audit" query={{ ...params, q: undefined, search: params.q }} />
      </div>
      {audit.entries.length === 0 ? <Nothing audit={audit} params={params} /> : <AuditTable entries={audit.entries} />}
      {audit.looked && audit.entries.length > 0 ? (
        <p className="mt-3 text-text-soft">The log was searched so far; there may be more on the next page.</p>
      ) : null}
      <Pager path="/audit" params={params} previous={audit.previous} next={audit.next} />
    </>
  );
}

function Nothing({ audit, params }: { audit: AuditList; params: AuditParams }) {
  const { cursor, ...asked } = params;
  if (audit.looked)
    return (
      <Empty sentence="Nothing so far: this part of the log has no entry that matches. Search on with the next page.">
        <TextLink href="/audit">Clear filters</TextLink>
      </Empty>
    );
  const said = Object.values(asked).filter(Boolean).join(", ");
  if (said)
    return (
      <Empty sentence={`No entries match ${said}.`}>
        <TextLink href="/audit">Clear filters</TextLink>
      </Empty>
    );
  return (
    <Empty sentence={cursor ? "There is nothing older." : "Nothing has happened yet."}>
      <TextLink href="/audit">Go to the newest</TextLink>
    </Empty>
  );
}

/** What the address says; a day or a number that is none is left out, so that an odd address is the plain log. */
function readParams(found: Record<string, string | string[] | undefined>) {
  const text = (name: string) => queryText(found[name]).slice(0, 200) || undefined;
  const cursor = queryText(found.cursor) || undefined;
  const params: AuditParams = {
    q: text("q"),
    actor: text("actor"),
    action: text("action"),
    subject: text("subject"),
    from: text("from"),
    to: text("to"),
    cursor,
  };
  const day = (said: string | undefined) => (AuditQuery.safeParse({ from: said }).success ? said : undefined);
  const { q, ...rest } = params;
  const query = AuditQuery.safeParse({ ...rest, search: q, from: day(params.from), to: day(params.to) });
  return { params, query: query.success ? query.data : {} };
}
