import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { TextLink } from "@/app/_ui/link";
import { listUrl } from "@/app/_ui/list-url";
import { Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { State, type Tone } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Tabs } from "@/app/_ui/tabs";
import type { ImportView, PreviewRow, Shown } from "@/lib/runs/imports/read-import";

const STATES: Record<PreviewRow["state"], { tone: Tone; word: string }> = {
  good: { tone: "good", word: "Good" },
  bad: { tone: "bad", word: "Error" },
  duplicate: { tone: "attention", word: "Twice in the file" },
  exists: { tone: "attention", word: "There already" },
  added: { tone: "good", word: "Added" },
  failed: { tone: "bad", word: "Refused" },
};
type Props = Pick<ImportView, "id" | "rows" | "counts"> & { show: Shown; cursor: string | undefined };

/** The file's rows with what is wrong with each, by the line it begins in. */
export function Rows({ id, rows, counts, show, cursor }: Props) {
  const path = `/users/import/${id}`;
  const not = counts.bad + counts.duplicate + counts.exists;
  const tab = (name: string, count: number, value: Shown) => ({
    name: `${name} (${count.toLocaleString("en-GB")})`,
    href: listUrl(path, { show: value === "all" ? undefined : value }),
    current: show === value,
  });
  return (
    <Section id="rows" title="Rows of the file">
      <Tabs
        label="Rows"
        items={[tab("All rows", counts.good + not, "all"), tab("Problems", not, "problems"), tab("Good rows", counts.good, "good")]}
      />
      {rows.rows.length === 0 ? (
        <Empty sentence={show === "problems" ? "No row has a problem." : "There are no such rows."}>
          <TextLink href={path}>See all rows</TextLink>
        </Empty>
      ) : (
        <Table
          label="Rows of the file"
          columns={[
            { name: "Name" },
            { name: "Line", number: true },
            { name: "State" },
            { name: "Username" },
            { name: "E-mail" },
            { name: "Device" },
          ]}
        >
          {rows.rows.map((row) => (
            <Row key={row.n}>
              <HeadCell>{row.name || <Nothing />}</HeadCell>
              <Cell column="Line" number>
                {row.line}
              </Cell>
              <Cell column="State">
                <State {...STATES[row.state]} />
                {row.sentence ? (
                  <span className="block text-small text-text-soft wrap-anywhere lg:min-w-[280px]">{row.sentence}</span>
                ) : null}
              </Cell>
              <Cell column="Username" mono>
                {row.username || <Nothing />}
              </Cell>
              <Cell column="E-mail">{row.email ? <span className="wrap-anywhere">{row.email}</span> : <Nothing />}</Cell>
              <Cell column="Device" mono>
                {row.device ?? <Nothing />}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Pager path={path} params={{ show: show === "all" ? undefined : show, cursor }} previous={rows.previous} next={rows.next} />
        {rows.rows.length === 0 ? null : (
          <div className="mt-4">
            <ExportLinks what="import-rows" query={{ import: id, show }} />
          </div>
        )}
      </div>
    </Section>
  );
}
