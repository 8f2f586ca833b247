"use client";
import { useState } from "react";
import type { AddedNode } from "@/app/_shell/answers";
import { ButtonLink } from "@/app/_ui/link";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SecretOnce } from "@/app/_ui/secret-once";
import { SendForm } from "@/app/_ui/send-form";
import { Tick } from "../../settings/tick";
import { joinNote } from "../join-note";

export function AddNodeForm({ sites }: { sites: readonly string[] }) {
  const [added, setAdded] = useState<AddedNode | null>(null);
  return added ? <Added added={added} /> : <Form sites={sites} onDone={setAdded} />;
}

function Form({ sites, onDone }: { sites: readonly string[]; onDone: (added: AddedNode) => void }) {
  return (
    <SendForm<AddedNode>
      method="POST"
      path="/api/v1/nodes"
      label="Add node"
      submit="Add node"
      body={(fields) => ({
        name: typed(fields, "name").trim(),
        address: typed(fields, "address").trim(),
        port: Number(typed(fields, "port")),
        proto: typed(fields, "proto"),
        interface: typed(fields, "interface").trim(),
        site: typed(fields, "site"),
        remote: fields.get("remote") !== null,
      })}
      done={onDone}
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
        hint="In its certificate, and in everything the portal says of it."
        ask="The node’s name must begin with a letter a–z and have only a–z, 0–9 and hyphens: vpn1"
      />
      <Field
        name="address"
        label="Public address"
        required
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={253}
        hint="Where it listens: an IPv4 or IPv6 address, or a host name."
        ask="Enter an IP address such as 198.51.100.25, or a host name such as vpn1.example.org."
      />
      <div className="grid max-w-[480px] grid-cols-2 gap-4">
        <Field
          name="port"
          label="Port"
          type="number"
          required
          min={1}
          max={65535}
          defaultValue={1194}
          ask="The port is a number from 1 to 65535; OpenVPN’s own is 1194."
        />
        <Choice name="proto" label="Protocol" defaultValue="udp">
          <option value="udp">UDP</option>
          <option value="tcp">TCP</option>
        </Choice>
      </div>
      <Field
        name="interface"
        label="Interface"
        required
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={15}
        defaultValue="tun0"
        hint="The tunnel device that OpenVPN makes on the machine."
        ask="Enter a network device’s name, such as tun0."
      />
      <Choice name="site" label="Site" hint="The data centre where it stands.">
        {sites.map((site) => (
          <option key={site} value={site}>
            {site}
          </option>
        ))}
      </Choice>
      <Tick
        name="remote"
        label="Clients connect to it directly"
        hint="Its public address becomes a remote: it goes into every profile made from now on. Leave it out for a node behind a load balancer."
        defaultChecked
      />
    </SendForm>
  );
}

function Added({ added }: { added: AddedNode }) {
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
            Run it as root on the machine, which needs OpenVPN and Node.js 18.20 or later. It fetches the node agent, checks it, and enrols
            with a key made there. Where systemd runs, agent and OpenVPN start by themselves; elsewhere start the agent:{" "}
            <code className="font-mono text-small wrap-anywhere">node /usr/local/lib/homeport/homeport-agent.mjs run</code>
          </p>
        </>
      ) : (
        <p>{added.name} was added. Its join command was shown already; “New join command” on the node’s page makes another.</p>
      )}
      <div className="flex flex-wrap gap-2 border-t pt-4">
        <ButtonLink href={`/nodes/${added.name}`}>Go to {added.name}</ButtonLink>
      </div>
    </div>
  );
}
