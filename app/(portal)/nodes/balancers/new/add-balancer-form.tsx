"use client";
import { useState } from "react";
import type { AddedNode } from "@/app/_shell/answers";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { SecretOnce } from "@/app/_ui/secret-once";
import { SendForm } from "@/app/_ui/send-form";
import { joinNote } from "../../join-note";
import { balancerBody, BalancerFields, type BalancerChoices } from "../balancer-fields";

export function AddBalancerForm(choices: BalancerChoices) {
  const [added, setAdded] = useState<AddedNode | null>(null);
  if (added) return <Added added={added} />;
  return (
    <SendForm<AddedNode>
      method="POST"
      path="/api/v1/balancers"
      label="Add load balancer"
      submit="Add load balancer"
      body={(fields) => ({
        name: typed(fields, "name").trim(),
        ...balancerBody(fields),
        remote: {
          address: typed(fields, "remote.address").trim(),
          port: Number(typed(fields, "remote.port")),
          proto: typed(fields, "remote.proto"),
        },
      })}
      done={setAdded}
      beside={<ButtonLink href="/nodes">Cancel</ButtonLink>}
    >
      <Field
        name="name"
        label="Name"
        required
        autoFocus
        data-first=""
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={30}
        pattern="[a-z][a-z0-9\-]*"
        ask="The balancer’s name must begin with a letter a–z and have only a–z, 0–9 and hyphens: lb1"
      />
      <Field
        name="remote.address"
        label="Address"
        required
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={253}
        hint="What clients connect to: an IPv4 or IPv6 address, or a host name. It becomes a remote at the end of the list."
        ask="Enter an IP address such as 198.51.100.10, or a host name such as vpn.example.org."
      />
      <div className="grid max-w-[480px] grid-cols-2 gap-4">
        <Field
          name="remote.port"
          label="Port"
          type="number"
          required
          min={1}
          max={65535}
          defaultValue={1194}
          ask="The port is a number from 1 to 65535; OpenVPN’s own is 1194."
        />
        <Choice name="remote.proto" label="Protocol" defaultValue="udp">
          <option value="udp">UDP</option>
          <option value="tcp">TCP</option>
        </Choice>
      </div>
      <BalancerFields {...choices} />
    </SendForm>
  );
}

function Added({ added }: { added: AddedNode }) {
  const path = `/nodes/balancers/${added.name}`;
  return (
    <div className="flex max-w-[720px] flex-col gap-5 rounded-card border bg-surface p-5">
      {added.join?.command ? (
        <>
          <SecretOnce
            label={`Join command for ${added.name}`}
            text={added.join.command}
            copy="Copy command"
            note={joinNote(added.join.expiresAt)}
          />
          <p>
            Run it as root on a Linux machine with nftables, where the address is. The agent looks after each node every second and sends
            clients only to those that answer. For nginx, or a balancer of somebody else’s, leave the command: a file for nginx stands on
            the balancer’s page.
          </p>
        </>
      ) : (
        <p>{added.name} was added. Its join command was shown already; “New join command” on its page makes another.</p>
      )}
      <p>The nodes behind it keep their own remotes: remove them from the list where clients are to come through the balancer alone.</p>
      <div className="flex flex-wrap gap-2 border-t pt-4">
        <ButtonLink href={path}>Go to {added.name}</ButtonLink>
        <ButtonLink href="/nodes/remotes">Show remotes</ButtonLink>
      </div>
    </div>
  );
}
