import { Empty } from "@/app/_ui/empty";
import { Nothing } from "@/app/_ui/properties";
import { MenuAction, MenuBarred, RowMenu } from "@/app/_ui/row-menu";
import { Cell, ControlCell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago } from "@/app/_ui/time";
import type { SignInSession } from "@/lib/accounts/read-account";
import { browserOf } from "./browser-of";

type Props = {
  sessions: readonly SignInSession[];
  /** Where one of them is ended. Null for those who may only look. */
  path: string | null;
  /** The one that this page is read with. */
  current: string | null;
};

/** Where somebody is signed in; each can be ended. */
export function SignInSessions({ sessions, path, current }: Props) {
  if (sessions.length === 0) return <Empty sentence="Signed in nowhere." />;
  return (
    <Table
      label="Sign-in sessions"
      columns={[
        { name: "Browser" },
        { name: "From" },
        { name: "Signed in" },
        { name: "Good until" },
        ...(path ? [{ name: "Actions", hidden: true }] : []),
      ]}
    >
      {sessions.map((session) => {
        const name = browserOf(session.browser);
        const here = session.id === current;
        return (
          <Row key={session.id}>
            <HeadCell>
              {name}
              {here ? <span className="ml-2 text-small font-normal text-text-soft">this one</span> : null}
            </HeadCell>
            <Cell column="From" mono>
              {session.source ?? <Nothing />}
            </Cell>
            <Cell column="Signed in">
              <Ago at={session.createdAt} inRow />
            </Cell>
            <Cell column="Good until">
              <Ago at={session.expiresAt} inRow />
            </Cell>
            {path ? (
              <ControlCell>
                <RowMenu label={`Actions for the sign-in session: ${name}${session.source ? ` from ${session.source}` : ""}`}>
                  {here ? (
                    <MenuBarred verb="End sign-in session" reason="This is the session that you are using. Sign out instead." />
                  ) : (
                    <MenuAction
                      verb="End sign-in session"
                      method="DELETE"
                      path={`${path}/${encodeURIComponent(session.id)}`}
                      toast="The sign-in session was ended."
                    />
                  )}
                </RowMenu>
              </ControlCell>
            ) : null}
          </Row>
        );
      })}
    </Table>
  );
}
