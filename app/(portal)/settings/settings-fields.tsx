"use client";
import type { ReactNode } from "react";
import { Field, Lines } from "@/app/_ui/field";
import { TextLink } from "@/app/_ui/link";
import { SETTING_WORDS } from "./setting-words";
import { Tick } from "./tick";
import type { Settings } from "./form-body";

type ListName = "nameServers" | "searchDomains" | "routes4" | "routes6";
type NumberName =
  | "tunMtu"
  | "mssfix"
  | "deviceLimit"
  | "deviceLifeDays"
  | "overlapDays"
  | "invitationHours"
  | "quarantineDays"
  | "vpnSessionDays";

/** Everything that is chosen for the cluster, in the order in which it travels. */
export function SettingsFields({ settings }: { settings: Settings }) {
  const list = (name: ListName, hint: string, placeholder: string) => (
    <Lines
      name={name}
      label={SETTING_WORDS[name].label}
      optional
      hint={hint}
      placeholder={placeholder}
      rows={Math.max(2, settings[name].length + 1)}
      defaultValue={settings[name].join("\n")}
    />
  );
  const number = (name: NumberName, least: number, most: number, hint: string) => (
    <Field
      name={name}
      label={SETTING_WORDS[name].label}
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      step={1}
      required={name !== "tunMtu" && name !== "mssfix"}
      optional={name === "tunMtu" || name === "mssfix"}
      hint={hint}
      ask={`A whole number from ${least.toLocaleString("en-GB")} to ${most.toLocaleString("en-GB")}.`}
      defaultValue={settings[name] ?? ""}
    />
  );
  return (
    <>
      <Part
        title="What clients are told"
        why="Sent to every device when it connects. A change restarts OpenVPN on every node. One entry a line."
      >
        {list("nameServers", "Addresses of the DNS servers that know your internal names.", "10.20.0.53")}
        {list("searchDomains", "So that “wiki” finds “wiki.corp.example.org”.", "corp.example.org")}
        <Tick
          name="splitDns"
          label={SETTING_WORDS.splitDns.label}
          hint="Only names under the search domains are asked of these name servers; all others go their usual way."
          defaultChecked={settings.splitDns}
        />
        {list("routes4", "The networks that are reached through the VPN. 0.0.0.0/0 sends everything.", "10.20.0.0/16")}
        {list("routes6", "The same for IPv6. ::/0 sends everything.", "fd00:20::/48")}
      </Part>
      <Part
        title="The tunnel"
        why="Leave both numbers empty unless large packets get lost on the way. A change restarts OpenVPN on every node."
      >
        {number("tunMtu", 1280, 1500, "Bytes of the largest packet in the tunnel. Stands in new profiles, too.")}
        {number("mssfix", 576, 1500, "Bytes of the largest datagram that TCP in the tunnel may make. The node sees to it, both ways.")}
        <Tick
          name="explicitExitNotify"
          label={SETTING_WORDS.explicitExitNotify.label}
          hint="Over UDP a client that leaves says so (explicit-exit-notify), and its address is free at once. Stands in new profiles, too."
          defaultChecked={settings.explicitExitNotify}
        />
      </Part>
      <Part
        title="Remotes"
        why={
          <>
            Where clients connect to stands in the list of{" "}
            <TextLink href="/nodes/remotes" className="underline">
              remotes
            </TextLink>
            . This reaches no node: it stands in profiles.
          </>
        }
      >
        <Tick
          name="remoteRandom"
          label={SETTING_WORDS.remoteRandom.label}
          hint="Spreads them over the nodes (remote-random). Without it all begin with the first remote of the list and take the next when it is away."
          defaultChecked={settings.remoteRandom}
        />
      </Part>
      <Part title="Lives and limits" why="These reach no node: they count from the next device, invitation or renewal on.">
        {number("deviceLimit", 1, 100, "Held by the database, whoever adds devices.")}
        {number("deviceLifeDays", 7, 825, "Days. Renew before it ends: the device keeps its addresses.")}
        {number("overlapDays", 1, 90, "Days that the old certificate stays good beside its renewal, unless the new one is seen first.")}
        {number("invitationHours", 1, 720, "Hours.")}
      </Part>
      <Part
        title="Addresses"
        why={
          <>
            The ranges themselves grow on{" "}
            <TextLink href="/addresses" className="underline">
              Addresses
            </TextLink>
            .
          </>
        }
      >
        {number(
          "quarantineDays",
          1,
          365,
          "Days that a released pair rests, and until every node has said that it does not serve it any more.",
        )}
      </Part>
      <Part title="Retention" why="What nodes report about VPN sessions: who was connected, when, and from where.">
        {number("vpnSessionDays", 1, 3650, "Days.")}
        <Tick
          name="keepSourceAddresses"
          label={SETTING_WORDS.keepSourceAddresses.label}
          hint="The address on the internet that somebody connected from, for sessions that have ended."
          defaultChecked={settings.keepSourceAddresses}
        />
      </Part>
    </>
  );
}

function Part({ title, why, children }: { title: string; why: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 not-first:border-t not-first:pt-5">
      <legend className="sr-only">{title}</legend>
      <div>
        <h2 className="font-strong">{title}</h2>
        <p className="max-w-[560px] text-text-soft">{why}</p>
      </div>
      {children}
    </fieldset>
  );
}
