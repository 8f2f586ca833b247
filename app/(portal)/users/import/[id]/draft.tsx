import { Notice } from "@/app/_ui/notice";
import { Section } from "@/app/_ui/page-head";
import type { ImportView } from "@/lib/runs/imports/read-import";
import { MappingForm } from "./mapping-form";
import { StartImport } from "./start-import";

const number = (n: number) => n.toLocaleString("en-GB");

/** What would happen, which column is what, and the button that does it. */
export function Draft({ run, writes, mail }: { run: ImportView; writes: boolean; mail: boolean }) {
  const { good, bad, duplicate, exists } = run.counts;
  const not = bad + duplicate + exists;
  const parts = [
    [bad, bad === 1 ? "has an error" : "have errors"],
    [duplicate, duplicate === 1 ? "says what another row says" : "say what another row says"],
    [exists, exists === 1 ? "is there already" : "are there already"],
  ] as const;
  return (
    <>
      <div className="mb-6">
        <Notice tone={not > 0 ? "attention" : "good"} title={`${number(good)} of ${number(good + not)} rows can be imported`}>
          {not > 0 ? (
            <p>
              {parts
                .filter(([n]) => n > 0)
                .map(([n, what]) => `${number(n)} ${what}`)
                .join(", ")}
              . Mend the file and choose it again, or import the good rows only.
            </p>
          ) : (
            <p>Every row is good. Nobody has been added yet.</p>
          )}
        </Notice>
      </div>
      {writes ? (
        <>
          <Section id="columns" title="Columns">
            <MappingForm
              key={run.version}
              id={run.id}
              version={run.version}
              columns={run.columns}
              mapping={run.mapping}
              device={run.device}
            />
          </Section>
          <Section id="start" title="Import">
            <StartImport id={run.id} version={run.version} good={good} not={not} mail={mail} />
          </Section>
        </>
      ) : null}
    </>
  );
}
