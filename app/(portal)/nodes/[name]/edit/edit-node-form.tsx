"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "@/app/_ui/button";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import { ConfDiff } from "./conf-diff";

export type EditedNode = {
  name: string;
  version: number;
  site: string;
  address: string;
  port: number;
  proto: string;
  coreInterface: string | null;
  routerId: string | null;
};
type Saved = { revision: string | null; rollout: string | null };

type Props = {
  node: EditedNode;
  sites: string[] /** Null before it has joined: nothing goes out then. */;
  conf: { inForce: string; next: string } | null;
};

/** Sends the version that it was opened with: when somebody else was faster, it says so and keeps what was typed. */
export function EditNodeForm({ node, sites, conf }: Props) {
  const router = useRouter();
  const [opened, setOpened] = useState(node);
  const [saved, setSaved] = useState(false);
  const [place, setPlace] = useState({ address: node.address, port: node.port });
  const back = `/nodes/${opened.name}`;
  const look = (event: FormEvent<HTMLDivElement>) => {
    const form = event.currentTarget.querySelector("form");
    if (!form) return;
    const fields = new FormData(form);
    setPlace({ address: typed(fields, "address").trim(), port: Number(typed(fields, "port")) });
  };
  const load = () => {
    setOpened(node);
    setPlace({ address: node.address, port: node.port });
  };
  return (
    <>
      {node.version > opened.version && !saved ? (
        <div className="mb-6">
          <Notice tone="attention" title={`${node.name} was changed meanwhile`}>
            <p>
              What you see here is how it was when you opened this page. What you have typed can only be saved on top of what it is now.
            </p>
            <div>
              <Button onClick={load}>Load current values</Button>
            </div>
          </Notice>
        </div>
      ) : null}
      <div onInput={look}>
        <SendForm<Saved>
          key={opened.version}
          method="PATCH"
          path={`/api/v1${back}`}
          label="Edit node"
          submit="Save node"
          body={(fields) => ({
            version: opened.version,
            site: typed(fields, "site"),
            address: typed(fields, "address").trim(),
            port: Number(typed(fields, "port")),
            coreInterface: typed(fields, "coreInterface").trim(),
            routerId: typed(fields, "routerId").trim(),
          })}
          done={({ rollout }) => {
            setSaved(true);
            toast({ sentence: rollout ? `${opened.name} is saved, and restarts OpenVPN for it` : `${opened.name} is saved`, tone: "good" });
            router.push(back);
          }}
          beside={<ButtonLink href={back}>Cancel</ButtonLink>}
        >
          <Choice name="site" label="Site" defaultValue={opened.site}>
            {sites.map((site) => (
              <option key={site} value={site}>
                {site}
              </option>
            ))}
          </Choice>
          <Field
            name="address"
            label="Public address"
            required
            mono
            autoCapitalize="none"
            spellCheck={false}
            maxLength={253}
            defaultValue={opened.address}
            hint="Its own remote goes along; profiles that people have keep the old one and are shown as out of date."
            ask="Enter an IP address such as 198.51.100.25, or a host name such as vpn1.example.org."
          />
          <Field
            name="port"
            label="Port"
            type="number"
            required
            min={1}
            max={65535}
            defaultValue={opened.port}
            hint={`${opened.proto.toUpperCase()}. Another port restarts OpenVPN on ${opened.name}; VPN sessions there end, and clients come back by themselves.`}
            ask="The port is a number from 1 to 65535; OpenVPN’s own is 1194."
          />
          <Field
            name="coreInterface"
            label="Core interface"
            optional
            mono
            autoCapitalize="none"
            spellCheck={false}
            maxLength={15}
            defaultValue={opened.coreInterface ?? ""}
            hint="The network device towards the company’s routers, where FRR speaks."
            ask="Enter a network device’s name, such as eth1."
          />
          <Field
            name="routerId"
            label="Router ID"
            optional
            mono
            spellCheck={false}
            maxLength={15}
            defaultValue={opened.routerId ?? ""}
            hint="How it is called in OSPF and BGP: an IPv4 address, usually its own towards the core. No two nodes have the same."
            ask="Enter an IPv4 address, such as 10.10.0.21."
          />
          {conf ? <ConfDiff name={opened.name} proto={opened.proto} conf={conf} place={place} /> : null}
        </SendForm>
      </div>
    </>
  );
}
