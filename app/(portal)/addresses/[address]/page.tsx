import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { ButtonLink, TextLink } from "@/app/_ui/link";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import { BLOCK } from "@/lib/addresses/blocks";
import { readAddress } from "@/lib/addresses/read-address";
import { pairState } from "../pair-state";
import { WaitsFor } from "../waits";

const ABOVE = [{ name: "Addresses", href: "/addresses" }];

export default async function AddressPage({ params }: { params: Promise<{ address: string }> }) {
  const ctx = await pageContext();
  const address = decoded((await params).address);
  const { value: found, forbidden } = await reading(readAddress(ctx, address));
  if (forbidden !== null) return <Forbidden title={address} sentence={forbidden} />;
  if (!found) notFound();
  const { pair } = found;
  return (
    <>
      <PageHead
        title={found.ipv4}
        above={ABOVE}
        beside={pair ? <State {...pairState(pair.state)} /> : <State tone="muted" word="In no pool" />}
        actions={
          pair ? (
            <ButtonLink href={`/addresses?pool=${pair.poolId}&block=${Math.floor(pair.index / BLOCK)}#map`}>Show on the map</ButtonLink>
          ) : null
        }
      />
      <Section id="facts" title="Pair">
        <Properties>
          <Property name="IPv4">
            <Copyable text={found.ipv4} what="IPv4 address" />
          </Property>
          <Property name="IPv6">
            <Copyable text={found.ipv6} what="IPv6 address" />
          </Property>
          <Property name="Pool">
            {pair ? (
              <>
                <span className="font-mono text-small">{pair.pool}</span> <span className="text-text-soft">index {pair.index}</span>
              </>
            ) : null}
          </Property>
          {pair?.reserved ? (
            <Property name="Reserved">
              <span className="font-mono text-small">
                {pair.reserved.first} – {pair.reserved.last}
              </span>{" "}
              {pair.reserved.note}
            </Property>
          ) : null}
          {pair?.waits ? (
            <Property name="Quarantine">
              <WaitsFor waits={pair.waits} />
            </Property>
          ) : null}
        </Properties>
      </Section>
      <Section id="holders" title="Who has or had it">
        {found.holders.length === 0 ? (
          <Empty sentence="Nobody has had this address yet." />
        ) : (
          <Table label="Who has or had it" columns={[{ name: "User" }, { name: "Device" }, { name: "From" }, { name: "Until" }]}>
            {found.holders.map((holder) => (
              <Row key={`${holder.username}.${holder.device}`}>
                <HeadCell>
                  <TextLink href={`/users/${holder.username}`} className="font-strong">
                    {holder.name}
                  </TextLink>{" "}
                  <span className="text-small text-text-soft">{holder.username}</span>
                </HeadCell>
                <Cell column="Device" mono>
                  {holder.device}
                </Cell>
                <Cell column="From">
                  <Day at={holder.from} inRow />
                </Cell>
                <Cell column="Until">{holder.until ? <Day at={holder.until} inRow /> : "now"}</Cell>
              </Row>
            ))}
          </Table>
        )}
      </Section>
    </>
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return notFound();
  }
}
