import { ActionButton } from "@/app/_ui/action-button";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { ButtonLink } from "@/app/_ui/link";
import { Moment } from "@/app/_ui/time";
import { whyAgentCannot } from "@/lib/nodes/agent-release";
import type { NodeDetails } from "@/lib/nodes/read";
import { DrainNode } from "./drain-node";
import { NewJoinCommand } from "./new-join-command";
import { ReplaceMachine } from "./replace-machine";

const ONLY_ADMINS = "Only an admin changes nodes.";

/** `others`: how many other nodes take clients now. */
export function NodeActions({ node, path, admin, others }: { node: NodeDetails; path: string; admin: boolean; others: number }) {
  if (node.state === "removed") return null;
  if (!admin)
    return (
      <>
        <Barred verb={node.drainedAt ? "Put node back" : "Drain node"} reason={ONLY_ADMINS} />
        <Barred verb="Remove node" reason={ONLY_ADMINS} />
      </>
    );
  const noDrain = whyAgentCannot(node, "drain");
  return (
    <>
      {node.state !== "active" ? null : node.drainedAt ? (
        <ActionButton verb="Put node back" look="accent" path={`${path}/put-back`} toast={`${node.name} takes clients again`} />
      ) : noDrain ? (
        <Barred verb="Drain node" reason={noDrain} />
      ) : (
        <DrainNode name={node.name} path={path} vpnSessions={node.vpnSessions} others={others} />
      )}
      <ButtonLink href={`/nodes/${node.name}/edit`}>Edit node</ButtonLink>
      {node.state === "joining" ? (
        <NewJoinCommand path={`${path}/join`} node={node.name} />
      ) : (
        <ReplaceMachine path={`${path}/join`} node={node.name} until={node.certificateNotAfter?.toISOString() ?? null} />
      )}
      <ConfirmDialog
        verb="Remove node"
        title={`Remove ${node.name}`}
        method="DELETE"
        path={path}
        type={{ label: "Node name", text: node.name }}
        then="/nodes"
      >
        <p>
          {node.name} gets nothing from the portal any more: its token and its certificate are revoked, load balancers leave it out, and its
          remotes go, so that new profiles do not name it.
        </p>
        {node.certificateNotAfter ? (
          <p>
            Clients hold no CRL: whoever has its key could deceive them until <Moment at={node.certificateNotAfter} />.
          </p>
        ) : null}
        <p>OpenVPN on the machine goes on with what it has until you stop it there. This cannot be undone.</p>
      </ConfirmDialog>
    </>
  );
}
