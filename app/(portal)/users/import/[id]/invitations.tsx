import type { PageContext } from "@/app/_shell/page-context";
import { Empty } from "@/app/_ui/empty";
import { TextLink } from "@/app/_ui/link";
import { listUrl } from "@/app/_ui/list-url";
import { Section } from "@/app/_ui/page-head";
import { Pager } from "@/app/_ui/pager";
import { Nothing } from "@/app/_ui/properties";
import { State, type Tone } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Tabs } from "@/app/_ui/tabs";
import { Moment } from "@/app/_ui/time";
import { readInvitations, type InvitedRow } from "@/lib/runs/imports/read-invitations";
import { InviteAll } from "./invite-all";

const STATES: Record<InvitedRow["state"], { tone: Tone; word: string }> = {
  none: { tone: "muted", word: "Not invited" },
  open: { tone: "neutral", word: "Not used yet" },
  used: { tone: "good", word: "Used" },
  withdrawn: { tone: "muted", word: "Withdrawn" },
  expired: { tone: "attention", word: "Expired" },
};
type Props = {
  ctx: PageContext;
  id: string;
  people: "all" | "unused";
  cursor: string | undefined;
  writes: boolean;
  mail: boolean;
  undone: string | null;
};

/** Who of an import has used the invitation, and what to do for those who have not. */
export async function Invitations({ ctx, id, people, cursor, writes, mail, undone }: Props) {
  if (undone)
    return (
      <p>
        This import was taken back.{" "}
        <TextLink href={`/runs/${undone}`} className="underline">
          See what was undone
        </TextLink>
      </p>
    );
  const list = await readInvitations(ctx, id, { unused: people === "unused", cursor });
  const { devices, invited, used } = list.counts;
  const path = `/users/import/${id}`;
  const number = (n: number) => n.toLocaleString("en-GB");
  if (devices === 0) return <p>These users were added without a device, so there is nobody to invite yet.</p>;
  return (
    <Section id="invitations" title="Invitations">
      <p className="mb-4">
        {number(used)} of {number(devices)} have used their invitation
        {invited < devices ? `, ${number(devices - invited)} were not invited yet` : ""}.
      </p>
      {writes && used < devices ? <InviteAll id={id} waiting={devices - used} invited={invited > used} mail={mail} /> : null}
      <Tabs
        label="People"
        items={[
          { name: `Everybody (${number(devices)})`, href: path, current: people === "all" },
          { name: `Not used yet (${number(devices - used)})`, href: listUrl(path, { people: "unused" }), current: people === "unused" },
        ]}
      />
      {list.rows.length === 0 ? (
        <Empty sentence="Everybody has used their invitation.">
          <TextLink href={path}>See everybody</TextLink>
        </Empty>
      ) : (
        <Table
          label="Invitations"
          columns={[{ name: "Name" }, { name: "State" }, { name: "Device" }, { name: "Link is good until" }, { name: "Reminded" }]}
        >
          {list.rows.map((row) => (
            <Row key={row.n}>
              <HeadCell>
                <TextLink href={`/users/${row.username}`} className="mr-2 font-strong wrap-anywhere">
                  {row.name}
                </TextLink>
                {row.email ? <span className="inline-block text-small wrap-anywhere text-text-soft">{row.email}</span> : null}
              </HeadCell>
              <Cell column="State">
                <State {...STATES[row.state]} />
              </Cell>
              <Cell column="Device" mono>
                {row.device}
              </Cell>
              <Cell column="Link is good until">
                {row.expiresAt && row.state === "open" ? <Moment at={row.expiresAt} inRow /> : <Nothing />}
              </Cell>
              <Cell column="Reminded">{row.remindedAt ? <Moment at={row.remindedAt} inRow /> : <Nothing />}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path={path} params={{ people: people === "all" ? undefined : people, cursor }} previous={list.previous} next={list.next} />
    </Section>
  );
}
