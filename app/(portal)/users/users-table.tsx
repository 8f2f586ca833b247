import { TextLink } from "@/app/_ui/link";
import { Pick } from "@/app/_ui/pick";
import { Nothing } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Cell, ControlCell, HeadCell, Row, Table, type Column } from "@/app/_ui/table";
import { Day } from "@/app/_ui/time";
import type { UserRow } from "@/lib/users/list-users";
import type { UsersQuery } from "@/lib/users/user-filter";
import { sortBy, type UsersParams } from "./list-params";
import { UserMenu } from "./user-menu";
import { userState } from "./user-state";

type Props = { rows: UserRow[]; params: UsersParams; query: UsersQuery; writes: boolean };

export function UsersTable({ rows, params, query, writes }: Props) {
  const control = (name: string): Column[] => (writes ? [{ name, hidden: true }] : []);
  return (
    <Table
      label="Users"
      columns={[
        ...control("Selected"),
        { name: "Name", sort: sortBy("name", params, query) },
        { name: "State" },
        { name: "Username", sort: sortBy("username", params, query) },
        { name: "Devices", number: true },
        { name: "Connected", number: true },
        { name: "Added", sort: sortBy("added", params, query) },
        ...control("Actions"),
      ]}
    >
      {rows.map((user) => (
        <Row key={user.username}>
          {writes ? (
            <ControlCell>
              <Pick value={user.username} label={user.name} />
            </ControlCell>
          ) : null}
          <HeadCell>
            <TextLink href={`/users/${user.username}`} className="mr-2 font-strong wrap-anywhere">
              {user.name}
            </TextLink>
            {user.email ? <span className="inline-block text-small wrap-anywhere text-text-soft">{user.email}</span> : null}
          </HeadCell>
          <Cell column="State">
            <State {...userState(user.state)} />
            {user.leavesAt && user.state !== "offboarded" ? (
              <span className="block text-small text-attention">
                Leaves <Day at={user.leavesAt} inRow />
              </span>
            ) : null}
          </Cell>
          <Cell column="Username" mono>
            {user.username}
          </Cell>
          <Cell column="Devices" number>
            {user.devices > 0 ? user.devices : <Nothing />}
            {user.unusedInvitations > 0 ? <span className="ml-1 text-small text-text-soft">{invited(user.unusedInvitations)}</span> : null}
          </Cell>
          <Cell column="Connected" number>
            {user.connected > 0 ? user.connected : <Nothing />}
          </Cell>
          <Cell column="Added">
            <Day at={user.createdAt} inRow />
          </Cell>
          {writes ? (
            <ControlCell>
              <UserMenu user={user} />
            </ControlCell>
          ) : null}
        </Row>
      ))}
    </Table>
  );
}

const invited = (n: number) => (n === 1 ? "(invited)" : `(${n} invited)`);
