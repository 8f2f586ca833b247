import { cache } from "react";
import { pageContext } from "@/app/_shell/page-context";
import { Cell, ControlCell, HeadCell, Row, Table, type Column } from "@/app/_ui/table";
import { readHidingBalancers } from "@/lib/nodes/read-hiding-balancers";
import { viaBalancer } from "@/lib/nodes/source-of-session";
import { columnOf, type SessionColumnName, type ShownSession } from "./session-columns";

/** Once a page, however many tables it has. */
const hidingOnes = cache(async () => readHidingBalancers(await pageContext()));

type Props = {
  label: string;
  sessions: readonly ShownSession[];
  /** The first of them names the row. */
  columns: readonly SessionColumnName[];
  sorts?: Partial<Record<SessionColumnName, Column["sort"]>>;
};

/** VPN sessions wherever they are shown: of the cluster, of a node, of a user, of a device; those of now and those before. */
export async function SessionTable({ label, sessions: given, columns, sorts = {} }: Props) {
  const hiding = await hidingOnes();
  const sessions = given.map((session) => ({ ...session, via: session.via ?? viaBalancer(session.source, hiding) }));
  const menus = sessions.some(({ menu }) => menu);
  return (
    <Table
      label={label}
      columns={[
        ...columns.map((name): Column => ({ name: columnOf(name).name, number: columnOf(name).number, sort: sorts[name] })),
        ...(menus ? [{ name: "Actions", hidden: true }] : []),
      ]}
    >
      {sessions.map((session) => (
        <Row key={session.key}>
          {columns.map((name, at) => {
            const column = columnOf(name);
            return at === 0 ? (
              <HeadCell key={name}>{column.say(session)}</HeadCell>
            ) : (
              <Cell key={name} column={column.name} number={column.number}>
                {column.say(session)}
              </Cell>
            );
          })}
          {menus ? <ControlCell>{session.menu}</ControlCell> : null}
        </Row>
      ))}
    </Table>
  );
}
