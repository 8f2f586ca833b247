import type { Read } from "@/app/_shell/reading";
import { Empty } from "@/app/_ui/empty";
import { Section } from "@/app/_ui/page-head";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import type { Paged } from "@/lib/core/cursor";
import type { HistoryEntry } from "@/lib/users/read-history";
import { actionWords } from "../../audit/action-words";
import { TwoPager } from "./two-pager";

type Props = { read: Read<Paged<HistoryEntry>>; path: string; params: Record<string, string | undefined> };

/** What the audit log says about this user, also where it was done to many at once. */
export function History({ read, path, params }: Props) {
  return (
    <Section id="history" title="History">
      {read.forbidden !== null ? (
        <Empty sentence={`Who did what is for admins and auditors. ${read.forbidden}`} />
      ) : read.value.rows.length === 0 ? (
        <Empty sentence="Nothing has happened yet." />
      ) : (
        <>
          <Table label="History" columns={[{ name: "What" }, { name: "When" }, { name: "Who" }, { name: "From" }]}>
            {read.value.rows.map((entry) => (
              <Row key={entry.seq.toString()}>
                <HeadCell>
                  <details className="font-normal">
                    <summary>{actionWords(entry.action)}</summary>
                    <dl className="mt-1 mb-2 grid max-w-[720px] grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-small">
                      {factsOf(entry).map(([name, value]) => (
                        <div key={name} className="contents">
                          <dt className="text-text-soft">{name}</dt>
                          <dd className="font-mono break-all">{value}</dd>
                        </div>
                      ))}
                    </dl>
                  </details>
                </HeadCell>
                <Cell column="When">
                  <Moment at={entry.at} inRow />
                </Cell>
                <Cell column="Who">{entry.actor}</Cell>
                <Cell column="From" mono>
                  {entry.source ?? "the portal"}
                </Cell>
              </Row>
            ))}
          </Table>
          <TwoPager label="Pages of the history" name="history" path={path} params={params} page={read.value} hash="history" />
        </>
      )}
    </Section>
  );
}

/** A run names up to 200 users: here only how many. */
function factsOf({ details, seq }: HistoryEntry): [string, string][] {
  const facts = typeof details === "object" && details !== null ? Object.entries(details) : [];
  return [
    ...facts.flatMap(([name, value]): [string, string][] =>
      value === null
        ? []
        : Array.isArray(value) && value.length > 12
          ? [[name, `${value.length} in all`]]
          : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
    ),
    ["entry", seq.toString()],
  ];
}
