import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Copyable } from "@/app/_ui/copyable";
import { Forbidden } from "@/app/_ui/forbidden";
import { LifeBar } from "@/app/_ui/life-bar";
import { PageHead } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Moment } from "@/app/_ui/time";
import { readCertificate } from "@/lib/pki/read-certificate";
import { Refusal } from "@/lib/refusal";
import { Owner } from "../../certificate-table";
import { stateOfCertificate } from "../../certificate-state";
import { Download } from "../../download";

export default async function CertificatePage({ params }: { params: Promise<{ serial: string }> }) {
  const ctx = await pageContext();
  const { serial } = await params;
  const { value: certificate, forbidden } = await reading(
    readCertificate(ctx, decodeURIComponent(serial)).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === "missing") notFound();
      throw error;
    }),
  );
  if (!certificate) return <Forbidden title="Certificate" sentence={forbidden} />;
  const now = new Date();
  const { revocation, pem } = certificate;
  return (
    <>
      <PageHead
        title={certificate.commonName}
        above={[
          { name: "Authority", href: "/authority" },
          { name: "Certificates", href: "/authority/certificates" },
        ]}
        beside={<State {...stateOfCertificate(certificate, now)} />}
      />
      <Properties>
        <Property name="Owner">
          <Owner of={certificate} />
        </Property>
        <Property name="Life">
          <div className="max-w-[360px]">
            <LifeBar from={certificate.notBefore} to={certificate.notAfter} now={now} end={certificate.revokedAt} />
          </div>
        </Property>
        <Property name="Valid">
          <Moment at={certificate.notBefore} />
          <span className="text-text-soft"> to </span>
          <Moment at={certificate.notAfter} />
        </Property>
        <Property name="Revoked">
          {revocation ? (
            <>
              <Moment at={revocation.revokedAt} /> <span className="text-text-soft">by {revocation.revokedBy}, </span>
              {revocation.reason}
            </>
          ) : null}
        </Property>
        <Property name="Overlap ends">{certificate.overlapEndsAt ? <Moment at={certificate.overlapEndsAt} /> : null}</Property>
        <Property name="First seen on a node">{certificate.firstSeenAt ? <Moment at={certificate.firstSeenAt} /> : null}</Property>
        <Property name="Admitted since revision">{certificate.revision === null ? null : String(certificate.revision)}</Property>
        <Property name="Refused since revision">
          {certificate.removalRevision === null ? null : String(certificate.removalRevision)}
        </Property>
        <Property name="Issuer">{certificate.issuer}</Property>
        <Property name="Serial">
          <Copyable text={certificate.serial} what="serial" />
        </Property>
        <Property name="SHA-256">
          {certificate.fingerprint ? <Copyable text={certificate.fingerprint} what="fingerprint" /> : null}
        </Property>
        <Property name="Download">
          {pem ? (
            <Download
              href={`data:application/x-pem-file;base64,${Buffer.from(pem).toString("base64")}`}
              name="Certificate (PEM)"
              file={`${certificate.commonName}.pem`}
            />
          ) : null}
        </Property>
      </Properties>
    </>
  );
}
