import { Copyable } from "@/app/_ui/copyable";
import { LifeBar } from "@/app/_ui/life-bar";
import { State, type Tone } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago, Day } from "@/app/_ui/time";
import type { DeviceDetails } from "@/lib/users/read";

type CertificateRead = DeviceDetails["certificates"][number];

const states: Record<CertificateRead["state"], { tone: Tone; word: string }> = {
  valid: { tone: "good", word: "Valid" },
  suspended: { tone: "attention", word: "Suspended" },
  revoked: { tone: "muted", word: "Revoked" },
  expired: { tone: "muted", word: "Expired" },
  pending: { tone: "attention", word: "Being made" },
};

export function Certificates({ certificates, device }: { certificates: CertificateRead[]; device: string }) {
  if (certificates.length === 0) return null;
  return (
    <div className="mt-4">
      <Table
        label={`Certificates of ${device}`}
        columns={[{ name: "Common name" }, { name: "State" }, { name: "Serial" }, { name: "Life" }, { name: "Valid until" }]}
      >
        {certificates.map((certificate) => (
          <Row key={certificate.serial}>
            <HeadCell>
              <Copyable text={certificate.commonName} what="common name" />
            </HeadCell>
            <Cell column="State">
              <State {...states[certificate.state]} />
              {certificate.revokedAt ? (
                <span className="block text-small text-text-soft">
                  <Ago at={certificate.revokedAt} />
                </span>
              ) : null}
              {certificate.overlapEndsAt && certificate.state !== "revoked" ? (
                <span className="block text-small text-text-soft">
                  being replaced; ends when its renewal connects, at the latest on <Day at={certificate.overlapEndsAt} />
                </span>
              ) : null}
            </Cell>
            <Cell column="Serial">
              <Copyable text={certificate.serial} what={`serial of ${certificate.commonName}`} line />
            </Cell>
            <Cell column="Life">
              <LifeBar from={certificate.notBefore} to={certificate.notAfter} now={new Date()} end={certificate.revokedAt} />
            </Cell>
            <Cell column="Valid until">
              <Day at={certificate.notAfter} />
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}
