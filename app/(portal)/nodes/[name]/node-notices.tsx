import type { ReactNode } from "react";
import { ActionButton } from "@/app/_ui/action-button";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { TextLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { Moment } from "@/app/_ui/time";
import type { NodeDetails } from "@/lib/nodes/read";

/** What is the matter with a node, in words, each with what one can do about it. */
export function NodeNotices({ node, path, admin }: { node: NodeDetails; path: string; admin: boolean }) {
  const { name } = node;
  return (
    <div className="mb-6 flex flex-col gap-3 empty:hidden">
      {node.state === "joining" ? (
        <Notice title={`${name} has not joined yet`}>
          <p>
            Run its join command on the machine
            {node.joinExpiresAt ? (
              <>
                ; it is good until <Moment at={node.joinExpiresAt} />
              </>
            ) : null}
            . Where it is lost or expired, make a new one.
          </p>
        </Notice>
      ) : null}
      {node.setAsideAt ? <SetAside node={node} path={path} admin={admin} at={<Moment at={node.setAsideAt} />} /> : null}
      {node.silent && !node.setAsideAt ? <Silent node={node} path={path} admin={admin} /> : null}
      {node.drainedAt && node.state === "active" ? (
        <Notice title="Drained">
          <p>
            Since <Moment at={node.drainedAt} /> its OpenVPN {node.openvpnRunning ? "is to go down" : "is down"}: nobody can connect here
            until it is put back.
          </p>
        </Notice>
      ) : null}
      {node.deceivesUntil ? (
        <Notice tone="attention">
          <p>
            {node.state === "removed"
              ? "Clients hold no CRL: whoever has this node’s key"
              : `Clients hold no CRL: whoever has the key of an earlier machine of ${name}`}{" "}
            can pose as it until <Moment at={node.deceivesUntil} />.
          </p>
        </Notice>
      ) : null}
      {node.rollout ? (
        <Notice tone={node.rollout.state === "running" ? "neutral" : "attention"}>
          <p>
            {node.rollout.state === "running"
              ? "A rollout restarts OpenVPN here, or is about to"
              : "A rollout ended before this node had what it brings"}
            . <TextLink href={`/nodes/rollouts/${node.rollout.id}`}>See the rollout</TextLink>
          </p>
        </Notice>
      ) : null}
      {node.restartDue && !node.silent ? (
        <Notice>
          <p>OpenVPN waits to be started again: {node.restartDue}. The portal does it by itself, one node at a time.</p>
        </Notice>
      ) : null}
      {node.silent
        ? null
        : node.faults.map((fault) => (
            <Notice key={fault.code + fault.sentence} tone="attention">
              <p>{fault.sentence}</p>
            </Notice>
          ))}
    </div>
  );
}

type Props = { node: NodeDetails; path: string; admin: boolean };

function Silent({ node, path, admin }: Props) {
  const { name } = node;
  return (
    <Notice tone="bad" title="Silent">
      <p>
        {node.reportedAt ? (
          <>
            Nothing has come from {name} since <Moment at={node.reportedAt} />.
          </>
        ) : (
          `Nothing has come from ${name} since it joined.`
        )}{" "}
        It goes on with what it has
        {node.crlNextUpdate ? (
          <>
            {" "}
            until its CRL ends on <Moment at={node.crlNextUpdate} />
          </>
        ) : null}
        . Check the machine and its way to the portal.
      </p>
      {admin ? (
        <div>
          <ConfirmDialog
            verb="Set node aside"
            title={`Set ${name} aside`}
            method="POST"
            path={`${path}/set-aside`}
            type={{ label: "Node name", text: name }}
          >
            <p>
              Nobody waits for {name} any more: offboardings count without it, and addresses that were released become free without its
              word. If it still runs, it may admit whom it admitted when it was last heard of, with an address that somebody else may have
              by then.
            </p>
            <p>Do this when the machine is off. When it reports again, take it back here.</p>
          </ConfirmDialog>
        </div>
      ) : null}
    </Notice>
  );
}

function SetAside({ node, path, admin, at }: Props & { at: ReactNode }) {
  return (
    <Notice tone={node.silent ? "neutral" : "attention"} title={node.silent ? "Set aside" : "Set aside, and reports again"}>
      <p>
        Since {at} nobody waits for its receipts. {node.silent ? "When it is back, take it back here." : "Take it back, or remove it."}
      </p>
      {admin ? (
        <div>
          <ActionButton verb="Take node back" path={`${path}/return`} toast={`${node.name} counts again`} />
        </div>
      ) : null}
    </Notice>
  );
}
