import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead } from "@/app/_ui/page-head";
import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { readAudit } from "@/lib/core/read-audit";
import { actionWords } from "./action-words";
import { Details } from "./details";
import { SubjectLink } from "./subject-link";

const LIMIT = 50;

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[]; subject?: string | string[] }>;
}) {
  const ctx = await pageContext();
  const asked = await searchParams;
  const before = /^[0-9]{1,18}$/.test(queryText(asked.before)) ? BigInt(queryText(asked.before)) : undefined;
  const subject = queryText(asked.subject) || undefined;
  const { value: audit, forbidden } = await reading(readAudit(ctx, { before, subject, limit: LIMIT }));
  if (!audit) return <Forbidden title="Audit" sentence={forbidden} />;
  const { entries, next } = audit;
  const href = (at: bigint | null) =>
    `/audit?${new URLSearchParams({ ...(at === null ? {} : { before: String(at) }), ...(subject ? { subject } : {}) })}`;
  return (
    <>
      <PageHead
        title="Audit"
        beside={
          subject ? (
            <span className="text-text-soft">
              {subject} · <TextLink href="/audit">Show everything</TextLink>
            </span>
          ) : null
        }
      />
      <p className="mb-4 max-w-[720px] text-text-soft">
        Every change of the cluster, newest first. Each entry holds the hash of the one before it, and nodes witness the newest.
      </p>
      {entries.length === 0 ? (
        <Empty sentence={subject ? `Nothing has happened to ${subject}.` : "There is nothing older."}>
          <TextLink href="/audit">{subject ? "Show everything" : "Go to the newest"}</TextLink>
        </Empty>
      ) : (
        <Table
          label="Audit log"
          columns={[
            { name: "When" },
            { name: "What" },
            { name: "Subject" },
            { name: "Who" },
            { name: "Source" },
            { name: "Entry", number: true },
          ]}
        >
          {entries.map((entry) => (
            <Row key={String(entry.seq)}>
              <HeadCell>
                <Moment at={entry.at} inRow />
              </HeadCell>
              <Cell column="What">
                <Details words={actionWords(entry.action)} entry={entry} />
              </Cell>
              <Cell column="Subject">
                <SubjectLink subject={entry.subject} />
              </Cell>
              <Cell column="Who">{entry.actor}</Cell>
              <Cell column="Source" mono>
                {entry.source ?? <Nothing />}
              </Cell>
              <Cell column="Entry" number>
                {String(entry.seq)}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <nav aria-label="Pages" className="mt-4 flex gap-3">
        {before === undefined ? null : <ButtonLink href={href(null)}>Newest</ButtonLink>}
        {before === undefined || subject || !entries[0] ? null : (
          <ButtonLink href={href(entries[0].seq + BigInt(LIMIT) + 1n)}>Newer</ButtonLink>
        )}
        {next === null ? null : <ButtonLink href={href(next)}>Older</ButtonLink>}
      </nav>
    </>
  );
}
