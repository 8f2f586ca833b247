import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Copyable } from "@/app/_ui/copyable";
import { Forbidden } from "@/app/_ui/forbidden";
import { LifeBar } from "@/app/_ui/life-bar";
import { TextLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Day, Moment } from "@/app/_ui/time";
import { readAuthority, type AuthorityDetails, type AuthorityFacts } from "@/lib/pki/read";
import { AuthorityTabs } from "./authority-tabs";
import { Download } from "./download";
import { RootKey } from "./root-key";

const count = (n: number) => n.toLocaleString("en-GB");

export default async function AuthorityPage() {
  const ctx = await pageContext();
  const { value: authority, forbidden } = await reading(readAuthority(ctx));
  if (!authority) return <Forbidden title="Authority" sentence={forbidden} />;
  const { root, issuing, crl, counts, ending } = authority;
  return (
    <>
      <PageHead title="Authority" />
      <AuthorityTabs here="/authority" />
      <Section id="ending" title="Near their end">
        <Ending ending={ending} />
      </Section>
      <Section id="crl" title="CRL">
        {crl.due ? (
          <div className="mb-3">
            <Notice tone="attention">
              <p>A revocation is not in the CRL yet. Nodes refuse the device all the same; the CRL follows.</p>
            </Notice>
          </div>
        ) : null}
        <Properties>
          <Property name="State">
            <State {...crlState(crl, new Date())} />
          </Property>
          <Property name="Signed">
            <Ago at={crl.signedAt} />
            <span className="text-text-soft">, again every hour</span>
          </Property>
          <Property name="In force">
            <Moment at={crl.thisUpdate} />
            <span className="text-text-soft"> to </span>
            <Moment at={crl.nextUpdate} />
          </Property>
          <Property name="Number">
            <Copyable text={String(crl.number)} what="CRL number" />
          </Property>
          <Property name="Entries">
            <TextLink href="/authority/crl" className="tabular-nums">
              {count(crl.entryCount)}
            </TextLink>
          </Property>
          <Property name="Certificates">
            <TextLink href="/authority/certificates" className="underline">
              {count(counts.issued)} issued
            </TextLink>
            <span className="text-text-soft">, {count(counts.admitted)} in use on devices, </span>
            <TextLink href="/authority/certificates?state=revoked" className="underline">
              {count(counts.revoked)} revoked
            </TextLink>
          </Property>
          <Property name="Downloads">
            <Download href="/api/v1/authority/crl.pem" name="CRL (PEM)" /> · <Download href="/api/v1/authority/crl.der" name="CRL (DER)" />{" "}
            · <Download href="/api/v1/authority/chain.pem" name="Chain (PEM)" />
          </Property>
        </Properties>
      </Section>
      {issuing.map((facts) => (
        <Section key={facts.serial} id={`g${facts.generation}`} title={`Issuing CA, G${facts.generation}`}>
          <Facts facts={facts} what={`G${facts.generation}`} />
        </Section>
      ))}
      <Section id="root" title="Root">
        <Facts facts={root} what="root" />
      </Section>
      <Section id="root-key" title="Root key">
        {root.keyOfflineAt ? (
          <p className="max-w-[720px]">
            <State tone="good" word="Not on this server" />{" "}
            <span className="text-text-soft">
              since <Moment at={root.keyOfflineAt} />. Keep its file and passphrase apart, both in a safe place: the next issuing CA needs
              them.
            </span>
          </p>
        ) : (
          <RootKey />
        )}
      </Section>
    </>
  );
}

function Facts({ facts, what }: { facts: AuthorityFacts; what: string }) {
  return (
    <Properties>
      <Property name="Subject">
        <span className="break-words">{facts.subject}</span>
      </Property>
      <Property name="Serial">
        <Copyable text={facts.serial} what={`serial of the ${what}`} />
      </Property>
      <Property name="Valid">
        <Day at={facts.notBefore} />
        <span className="text-text-soft"> to </span>
        <Day at={facts.notAfter} />
      </Property>
      <Property name="Life">
        <div className="max-w-[360px]">
          <LifeBar from={facts.notBefore} to={facts.notAfter} now={new Date()} />
        </div>
      </Property>
      <Property name="SHA-256">
        <Copyable text={facts.fingerprint} what={`fingerprint of the ${what}`} />
      </Property>
    </Properties>
  );
}

function crlState({ nextUpdate, signedAt }: { nextUpdate: Date; signedAt: Date }, now: Date): Parameters<typeof State>[0] {
  if (nextUpdate <= now) return { tone: "bad", word: "Expired: nodes refuse everybody" };
  if (now.getTime() - signedAt.getTime() > 2 * 3_600_000) return { tone: "attention", word: "Not signed for more than two hours" };
  return { tone: "good", word: "In force" };
}

function Ending({ ending }: { ending: AuthorityDetails["ending"] }) {
  const { authorities, certificates } = ending;
  if (authorities.length === 0 && certificates === 0) return <p className="text-text-soft">Nothing ends within 90 days.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {authorities.map(({ name, notAfter }) => (
        <li key={name}>
          <State tone="attention" word={name} /> <span className="text-text-soft">ends on </span>
          <Day at={notAfter} />
        </li>
      ))}
      {certificates > 0 ? (
        <li>
          <TextLink href="/authority/certificates?state=ending" className="underline">
            {certificates > 150 ? "More than 150" : certificates} {certificates === 1 ? "certificate" : "certificates"}
          </TextLink>
          <span className="text-text-soft"> {certificates === 1 ? "ends" : "end"} within 90 days; nodes renew theirs by themselves</span>
        </li>
      ) : null}
    </ul>
  );
}
