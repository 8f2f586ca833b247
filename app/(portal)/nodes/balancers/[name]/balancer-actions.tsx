import { buttonClass } from "@/app/_ui/button";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { NewBalancerJoinCommand } from "./new-balancer-join-command";

/** The nginx file is for everybody who reads; the rest for admins. */
export function BalancerActions({ name, admin, role }: { name: string; admin: boolean; role: string }) {
  const path = `/api/v1/balancers/${encodeURIComponent(name)}`;
  const reason = `Your role (${role}) does not change load balancers; an admin does.`;
  return (
    <>
      <a href={`${path}/nginx.conf`} download className={buttonClass()}>
        Download nginx file
      </a>
      {admin ? (
        <>
          <NewBalancerJoinCommand path={`${path}/join`} balancer={name} />
          <ConfirmDialog
            verb="Remove load balancer"
            title={`Remove ${name}`}
            method="DELETE"
            path={path}
            type={{ label: "Load balancer name", text: name }}
            then="/nodes"
          >
            <p>Its token dies and its remotes leave the list: new profiles do not name it.</p>
            <p>
              What it has in its kernel stays, so that its clients stay connected, until you clear it there. Profiles that are out go on
              naming it. This cannot be undone.
            </p>
          </ConfirmDialog>
        </>
      ) : (
        <>
          <Barred verb="New join command" reason={reason} />
          <Barred verb="Remove load balancer" reason={reason} />
        </>
      )}
    </>
  );
}
