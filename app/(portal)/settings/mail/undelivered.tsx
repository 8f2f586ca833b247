import { MenuAction, RowMenu } from "@/app/_ui/row-menu";
import { Cell, ControlCell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { QueueState } from "@/lib/mail/read-dead-letters";
import { KINDS } from "./words";

type Props = { queue: QueueState; path: string; admin: boolean; what: "mail" | "webhook call" };

/** What waits, why, and what was given up. */
export function Undelivered({ queue, path, admin, what }: Props) {
  const { waiting, lastSentence, deadLetters, more } = queue;
  const many = waiting > 150 ? "More than 150" : waiting.toLocaleString("en-GB");
  return (
    <div className="flex flex-col gap-4">
      {waiting > 0 ? (
        <p>
          {many} {waiting === 1 ? `${what} waits` : `${what}s wait`} to be sent.
          {lastSentence
            ? ` The last try did not succeed: ${lastSentence} It is tried again, at longer and longer intervals, for about a day.`
            : null}
        </p>
      ) : null}
      {deadLetters.length === 0 ? (
        <p className="text-text-soft">{waiting > 0 ? "None was given up." : `Every ${what} was sent.`}</p>
      ) : (
        <Table
          label={what === "mail" ? "Mails that were not sent" : "Webhook calls that were not taken"}
          columns={[
            { name: "About" },
            ...(what === "mail" ? [{ name: "To" }] : []),
            { name: "Why" },
            { name: "Given up" },
            ...(admin ? [{ name: "Actions", hidden: true }] : []),
          ]}
        >
          {deadLetters.map(({ id, kind, to, sentence, at }) => (
            <Row key={id}>
              <HeadCell>{KINDS[kind] ?? kind}</HeadCell>
              {what === "mail" ? <Cell column="To">{to}</Cell> : null}
              <Cell column="Why">{sentence}</Cell>
              <Cell column="Given up">
                <Ago at={new Date(at)} inRow />
              </Cell>
              {admin ? (
                <ControlCell>
                  <RowMenu label={`Actions for the ${what}${to ? ` to ${to}` : ""}`}>
                    <MenuAction verb="Try again" path={`${path}/${id}/retry`} body={{}} toast="It waits to be sent again" />
                    <MenuAction verb="Forget" method="DELETE" path={`${path}/${id}`} body={{}} toast="It was forgotten" />
                  </RowMenu>
                </ControlCell>
              ) : null}
            </Row>
          ))}
        </Table>
      )}
      {more ? <p className="text-text-soft">These are the newest {deadLetters.length}. There are older ones.</p> : null}
    </div>
  );
}
