import { ActionButton } from "@/app/_ui/action-button";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { ExportLinks } from "@/app/_ui/export-links";
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
                    <MenuAction verb="Try again" path={`${path}/dead-letters/${id}/retry`} body={{}} toast="It waits to be sent again" />
                    <MenuAction verb="Forget" method="DELETE" path={`${path}/dead-letters/${id}`} body={{}} toast="It was forgotten" />
                  </RowMenu>
                </ControlCell>
              ) : null}
            </Row>
          ))}
        </Table>
      )}
      {more ? <p className="text-text-soft">These are the newest {deadLetters.length}. There are older ones.</p> : null}
      {deadLetters.length === 0 ? null : (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          {admin ? (
            <div className="flex flex-wrap gap-2">
              <ActionButton verb="Try all again" path={`${path}/queue`} body={{ how: "retry" }} toast="They wait to be sent again" />
              <ConfirmDialog verb="Forget all" title={`Forget every ${what} that was given up?`} method="POST" path={`${path}/queue`}>
                <p>They are never sent. Whoever waits for one of them does not hear of it.</p>
                <input type="hidden" name="how" value="forget" />
              </ConfirmDialog>
            </div>
          ) : null}
          <ExportLinks what={what === "mail" ? "undelivered-mails" : "undelivered-calls"} />
        </div>
      )}
    </div>
  );
}
