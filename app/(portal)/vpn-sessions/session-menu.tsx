import { MenuAction, MenuBarred, MenuLink, RowMenu } from "@/app/_ui/row-menu";

type Props = {
  session: { node: string; clientId: number; commonName: string; username: string | null };
  /** Why this account may end none; null where it may. */
  noEnd: string | null;
};

/** One click: whoever may connect is back within seconds, so nothing is lost that would have to be asked for. */
export function SessionMenu({ session: { node, clientId, commonName, username }, noEnd }: Props) {
  return (
    <RowMenu label={`Actions for ${commonName} on ${node}`}>
      {username ? <MenuLink href={`/users/${username}`}>See user</MenuLink> : null}
      <MenuLink href={`/vpn-sessions/history?q=${encodeURIComponent(commonName)}`}>See past sessions</MenuLink>
      {noEnd ? (
        <MenuBarred verb="End VPN session" reason={noEnd} />
      ) : (
        <MenuAction
          verb="End VPN session"
          path="/api/v1/vpn-sessions/end"
          body={{ node, clientId, commonName }}
          toast={`${node} ends the VPN session of ${commonName}. Whoever may connect can connect again: to prevent it, suspend the user.`}
        />
      )}
    </RowMenu>
  );
}
