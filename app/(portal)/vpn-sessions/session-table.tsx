import { Cell, ControlCell, HeadCell, Row, Table, type Column } from "@/app/_ui/table";
import { columnOf, type SessionColumnName, type ShownSession } from "./session-columns";

type Props = {
  label: string;
  sessions: readonly ShownSession[];
  /** The first of them names the row. */
  columns: readonly SessionColumnName[];
  sorts?: Partial<Record<SessionColumnName, Column["sort"]>>;
};

/** VPN sessions wherever they are shown: of the cluster, of a node, of a user, of a device; those of now and those before. */
export function SessionTable({ label, sessions, columns, sorts = {} }: Props) {
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
              <Cell key={name} column={column.name} number={column.number} mono={column.mono}>
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
