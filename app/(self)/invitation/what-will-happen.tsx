import type { InvitationFacts } from "@/app/_shell/answers";
import { Properties, Property } from "@/app/_ui/properties";

/** Before anything happens: for whom, for which device, which addresses, and what the click does. */
export function WhatWillHappen({ facts }: { facts: InvitationFacts }) {
  const until = new Date(facts.expiresAt).toLocaleString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (
    <div className="mb-6 flex flex-col gap-4">
      <p>
        This link makes one VPN profile, for one device. A key is made in this browser and never leaves it, except inside the file that you
        save.
      </p>
      {facts.kind === "renewal" ? (
        <p>
          It takes the place of the profile that this device has, with the same addresses. The old one goes on working until you have
          connected with the new one.
        </p>
      ) : null}
      <Properties>
        <Property name="For">
          {facts.userName} <span className="font-mono text-small text-text-soft">{facts.username}</span>
        </Property>
        <Property name="Device">
          <span className="font-mono text-small">{facts.device}</span>
        </Property>
        <Property name="Its addresses">
          <span className="font-mono text-small">{facts.ipv4}</span>
          <br />
          <span className="font-mono text-small break-all">{facts.ipv6}</span>
        </Property>
        <Property name="Good until">
          <time dateTime={facts.expiresAt}>{until}</time>
        </Property>
      </Properties>
    </div>
  );
}
