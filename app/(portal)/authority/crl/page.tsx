import { pageContext } from "@/app/_shell/page-context";
import { queryText } from "@/app/_shell/query";
import { reading } from "@/app/_shell/reading";
import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { ExportLinks } from "@/app/_ui/export-links";
import { Forbidden } from "@/app/_ui/forbidden";
import { TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Moment } from "@/app/_ui/time";
import { readCrlView, type CrlView } from "@/lib/pki/read-crl-view";
import { AuthorityTabs } from "../authority-tabs";
import { Download } from "../download";
import { CheckCrl } from "./check-crl";

const PATH = "/authority/crl";
const count = (n: number) => n.toLocaleString("en-GB");

export default async function CrlPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const ctx = await pageContext();
  const cursor = queryText((await searchParams).cursor) || undefined;
  const { value: crl, forbidden } = await reading(readCrlView(ctx, { cursor }));
  if (!crl) return <Forbidden title="CRL" sentence={forbidden} />;
  return (
    <>
      <PageHead title="CRL" above={[{ name: "Authority", href: "/authority" }]} tabbed />
      <AuthorityTabs here={PATH} />
      <Section id="list" title="The list in force">
        <Facts crl={crl} />
      </Section>
      <Section id="file" title="The file">
        <p className="mb-3">
          <Download href="/api/v1/authority/crl.pem" name="CRL (PEM)" /> · <Download href="/api/v1/authority/crl.der" name="CRL (DER)" />
        </p>
        <CheckCrl />
      </Section>
      <Section id="entries" title="Entries">
        {crl.entries.rows.length === 0 ? (
          <Empty sentence={cursor ? "There is nothing on this page of the list any more." : "Nothing has been revoked yet."}>
            <TextLink href={cursor ? PATH : "/authority/certificates"}>{cursor ? "Go to the first page" : "See certificates"}</TextLink>
          </Empty>
        ) : (
          <Entries rows={crl.entries.rows} />
        )}
        <Pager path={PATH} params={{ cursor }} previous={crl.entries.previous} next={crl.entries.next} />
        {crl.entries.rows.length > 0 ? (
          <div className="mt-4">
            <ExportLinks what="crl-entries" />
          </div>
        ) : null}
      </Section>
    </>
  );
}

function Facts({ crl }: { crl: CrlView }) {
  return (
    <Properties>
      <Property name="Version">2 (RFC 5280)</Property>
      <Property name="Issuer">{crl.issuer}</Property>
      <Property name="Signature">ecdsa-with-SHA256</Property>
      <Property name="Number">
        <Copyable text={String(crl.number)} what="CRL number" />
      </Property>
      <Property name="This update">
        <Moment at={crl.thisUpdate} />
      </Property>
      <Property name="Next update">
        <Moment at={crl.nextUpdate} />
      </Property>
      <Property name="Signed">
        <Moment at={crl.signedAt} />
        <span className="text-text-soft">, dated back for nodes whose clock is behind</span>
      </Property>
      <Property name="Authority key identifier">
        <Copyable text={crl.authorityKeyIdentifier} what="authority key identifier" />
      </Property>
      <Property name="Entries">
        <span className="tabular-nums">{count(crl.entryCount)}</span>
        {crl.due ? <span className="text-attention">; a revocation is not in it yet</span> : null}
      </Property>
    </Properties>
  );
}

function Entries({ rows }: { rows: CrlView["entries"]["rows"] }) {
  return (
    <Table
      label="Entries of the CRL"
      columns={[
        { name: "Serial" },
        { name: "Common name" },
        { name: "Revoked" },
        { name: "Reason" },
        { name: "By" },
        { name: "In the list" },
      ]}
    >
      {rows.map((entry) => (
        <Row key={entry.serial}>
          <HeadCell>
            <TextLink href={`/authority/certificates/${entry.serial}`} className="font-mono text-small wrap-anywhere">
              {entry.serial}
            </TextLink>
          </HeadCell>
          <Cell column="Common name" mono>
            {entry.commonName}
          </Cell>
          <Cell column="Revoked">
            <Moment at={entry.revokedAt} inRow />
          </Cell>
          <Cell column="Reason">{entry.reason}</Cell>
          <Cell column="By">{entry.revokedBy}</Cell>
          <Cell column="In the list">
            {entry.listed ? <State tone="good" word="Listed" /> : <State tone="muted" word="Left out: it has expired" />}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
