import type { ComponentProps } from "react";
import { LifeBar } from "@/app/_ui/life-bar";
import { TextLink } from "@/app/_ui/link";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import type { ListedCertificate } from "@/lib/pki/certificate-rows";
import { stateOfCertificate } from "./certificate-state";

type Column = ComponentProps<typeof Table>["columns"][number];
type Props = {
  label: string;
  rows: readonly ListedCertificate[];
  now: Date;
  sorts?: Partial<Record<"name" | "issued" | "ends" | "revoked", Column["sort"]>>;
};

/** Longer common names go on in the next line. */
const UNBROKEN = 28;

/** Certificates, each with its life as a bar and the same facts in words beside it. */
export function CertificateTable({ label, rows, now, sorts = {} }: Props) {
  return (
    <Table
      label={label}
      columns={[
        { name: "Common name", sort: sorts.name },
        { name: "State" },
        { name: "Owner" },
        { name: "Life" },
        { name: "Issued", sort: sorts.issued },
        { name: "Ends", sort: sorts.ends },
        { name: "Revoked", sort: sorts.revoked },
        { name: "Serial" },
      ]}
    >
      {rows.map((row) => (
        <Row key={row.serial}>
          <HeadCell>
            <TextLink
              href={`/authority/certificates/${row.serial}`}
              className={`font-mono text-small wrap-anywhere ${row.commonName.length > UNBROKEN ? "" : "@min-[850px]/page:whitespace-nowrap"}`}
            >
              {row.commonName}
            </TextLink>
          </HeadCell>
          <Cell column="State">
            <State {...stateOfCertificate(row, now)} />
          </Cell>
          <Cell column="Owner">
            <Owner of={row} />
          </Cell>
          <Cell column="Life">
            <LifeBar from={row.notBefore} to={row.notAfter} now={now} end={row.revokedAt} />
          </Cell>
          <Cell column="Issued">{row.issuedAt ? <Day at={row.issuedAt} inRow /> : <Nothing />}</Cell>
          <Cell column="Ends">
            <Day at={row.notAfter} inRow />
          </Cell>
          <Cell column="Revoked">{row.revokedAt ? <Day at={row.revokedAt} inRow /> : <Nothing />}</Cell>
          <Cell column="Serial" mono>
            <span title={row.serial} className="whitespace-nowrap">
              {row.serial.slice(0, 8)}…
            </span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

export function Owner({ of }: { of: Pick<ListedCertificate, "username" | "device" | "node"> }) {
  if (of.node) return <TextLink href={`/nodes/${of.node}`}>node {of.node}</TextLink>;
  if (!of.username) return <Nothing />;
  return (
    <>
      <TextLink href={`/users/${of.username}`} className="underline">
        {of.username}
      </TextLink>{" "}
      <span className="text-text-soft">{of.device}</span>
    </>
  );
}
