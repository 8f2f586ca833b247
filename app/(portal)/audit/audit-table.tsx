import { Nothing } from "@/app/_ui/properties";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import type { FoundEntry } from "@/lib/core/scan-audit";
import { actionWords } from "./action-words";
import { Details } from "./details";
import { SubjectLink } from "./subject-link";

/** Who did what to whom, from where; what changed is behind each action. */
export function AuditTable({ entries }: { entries: readonly FoundEntry[] }) {
  return (
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
            {entry.source ? <span className={entry.source.length < 16 ? "whitespace-nowrap" : ""}>{entry.source}</span> : <Nothing />}
          </Cell>
          <Cell column="Entry" number>
            {String(entry.seq)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
