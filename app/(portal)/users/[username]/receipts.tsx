import { ExportLinks } from "@/app/_ui/export-links";
import { Ago, Moment } from "@/app/_ui/time";
import { lasted } from "@/app/_ui/moments";
import { Notice } from "@/app/_ui/notice";
import { Section } from "@/app/_ui/page-head";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/link";
import type { NodeReceipt } from "@/lib/nodes/receipt";
import type { UserReceipts } from "@/lib/nodes/read-receipts";

type Props = { receipts: UserReceipts; user: { username: string; name: string; offboardRevision: bigint | null } };

/** The proof: which node has cut the user off, and when. Counts up live while nodes answer; it stays on the page. */
export function Receipts({ receipts, user }: Props) {
  const { nodes, committedAt, cause, endRevision, earlier } = receipts;
  const revision = receipts.revision ?? user.offboardRevision;
  const refused = nodes.filter(({ state }) => state !== "waiting").length;
  const clear = nodes.filter(({ state }) => state === "clear").length;
  const all = `of ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`;
  return (
    <Section id="receipts" title="Receipts">
      <div className="flex flex-col gap-4 rounded-card border bg-surface p-4">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          {receipts.commonNames.length === 0 ? (
            <p>{`Revision ${revision} · no certificate had been issued, so there was nothing for a node to refuse`}</p>
          ) : (
            <>
              <p className="font-strong tabular-nums">{`Revision ${revision} · refused on ${refused} ${all}`}</p>
              <p className="text-text-soft tabular-nums">{`clear on ${clear} ${all}`}</p>
            </>
          )}
          {committedAt ? (
            <p className="text-text-soft">
              {cause ? causes[cause] : "cut off"} <Ago at={committedAt} />
              {endRevision === null ? null : `, resumed at revision ${endRevision}`}
            </p>
          ) : null}
        </div>
        {receipts.commonNames.length === 0 || nodes.length === 0 ? null : (
          <Table
            label="Receipts by node"
            columns={[{ name: "Node" }, { name: "State" }, { name: "Refused after", number: true }, { name: "Clear after", number: true }]}
          >
            {nodes.map((node) => (
              <Row key={node.name}>
                <HeadCell>
                  <TextLink href={`/nodes/${node.name}`}>{node.name}</TextLink>
                </HeadCell>
                <Cell column="State">
                  <State {...receiptState(node, endRevision !== null)} />
                </Cell>
                <Cell column="Refused after" number>
                  {node.refusedAfterMs === null ? <Nothing /> : lasted(node.refusedAfterMs)}
                </Cell>
                <Cell column="Clear after" number>
                  {node.clearAfterMs === null ? <Nothing /> : lasted(node.clearAfterMs)}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
        {nodes
          .filter((node) => node.silent && node.state === "waiting" && endRevision === null)
          .map((node) => (
            <Silent key={node.name} node={node} user={user.name} />
          ))}
        {earlier.length > 0 ? <Earlier removals={earlier} /> : null}
        {receipts.commonNames.length === 0 ? null : <ExportLinks what="receipts" query={{ username: user.username }} />}
      </div>
    </Section>
  );
}

const causes: Record<NonNullable<UserReceipts["cause"]>, string> = {
  suspended: "suspended",
  offboarded: "offboarded",
  revoked: "device revoked",
  lost: "device reported lost",
  superseded: "old profile retired",
  expired: "profile ended",
};

/** Each removal has its own proof; that of the latest stands above. */
function Earlier({ removals }: { removals: UserReceipts["earlier"] }) {
  // What is still owed is not hidden behind what came later.
  const owed = removals.some(({ endRevision, refused, nodes }) => endRevision === null && refused < nodes);
  return (
    <details open={owed}>
      <summary>{`Earlier receipts (${removals.length})`}</summary>
      <ul className="mt-2 flex flex-col gap-1">
        {removals.map((one) => (
          <li key={one.revision.toString()} className="tabular-nums">
            {`Revision ${one.revision} · ${causes[one.cause]}: ${one.commonNames.join(", ")} · refused on ${one.refused} of ${one.nodes}, clear on ${one.clear} · `}
            <Ago at={one.committedAt} />
            {one.endRevision === null ? null : `, resumed at revision ${one.endRevision}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

function receiptState(node: NodeReceipt, resumed: boolean): Parameters<typeof State>[0] {
  if (node.state === "waiting" && resumed) return { tone: "muted", word: "Resumed before it had answered" };
  if (node.state === "waiting") return node.silent ? { tone: "bad", word: "Silent" } : { tone: "attention", word: "Waiting for the node" };
  const only = node.barriers === "ccd only" ? ", by the address file alone: the CRL was not safe to use" : "";
  if (node.state === "refused") return { tone: only ? "attention" : "good", word: `Refused${only}, looking for leftovers` };
  return { tone: only ? "attention" : "good", word: `Refused and clear${only}` };
}

function Silent({ node, user }: { node: NodeReceipt; user: string }) {
  return (
    <Notice tone="bad">
      <p>
        {node.name} has{" "}
        {node.reportedAt ? (
          <>
            been silent since <Moment at={node.reportedAt} />
          </>
        ) : (
          "never reported"
        )}
        . Until it is back
        {node.mayAdmitUntil ? (
          <>
            {" "}
            or its CRL ends on <Moment at={node.mayAdmitUntil} />
          </>
        ) : null}
        , it may still admit {user}.
      </p>
      <p className="text-text-soft">
        Bring it back, stop OpenVPN on it, or take it off the network. It cuts {user} off as soon as it hears from the portal.
      </p>
    </Notice>
  );
}
