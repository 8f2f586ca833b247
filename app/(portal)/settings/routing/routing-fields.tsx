"use client";
import { Choice, Field, Lines } from "@/app/_ui/field";
import type { Routing } from "@/lib/nodes/read-routing";
import { Tick } from "../tick";
import { neighborsField } from "./form-body";
import { PROTOCOLS } from "./words";

type Props = { routing: Routing; protocol: string; choose: (protocol: string) => void };

/** The protocol, and the fields of that one alone. */
export function RoutingFields({ routing, protocol, choose }: Props) {
  const seconds = (name: "helloSeconds" | "deadSeconds" | "keepaliveSeconds" | "holdSeconds", label: string, least: number) => (
    <Field
      name={name}
      label={label}
      type="number"
      inputMode="numeric"
      required
      min={least}
      max={65_535}
      step={1}
      hint="Seconds."
      ask={`A whole number from ${least} to 65,535.`}
      defaultValue={routing[name]}
    />
  );
  return (
    <>
      <Choice name="protocol" label="Protocol" value={protocol} onChange={(event) => choose(event.target.value)}>
        {Object.entries(PROTOCOLS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      {protocol === "ospf" ? (
        <>
          <Field
            name="area"
            label="Area"
            required
            mono
            maxLength={15}
            defaultValue={routing.area}
            hint="As a number or dotted: 0 or 0.0.0.0 is the backbone."
            ask="Enter a number from 0 to 4294967295, or a dotted one such as 0.0.0.0."
          />
          <div className="grid max-w-[480px] grid-cols-2 gap-4">
            {seconds("helloSeconds", "Hello interval", 1)}
            {seconds("deadSeconds", "Dead interval", 1)}
          </div>
          <Secret
            name="ospfKey"
            label="Key"
            isSet={routing.ospfKeyIsSet}
            most={16}
            hint="MD5 in OSPF, the authentication trailer with HMAC-SHA-256 in OSPFv3."
            remove="Go without a key"
          />
          <Field
            name="keyId"
            label="Key ID"
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={255}
            step={1}
            defaultValue={routing.keyId}
            hint="The number that the key has on the company’s routers."
            ask="A whole number from 1 to 255."
          />
        </>
      ) : null}
      {protocol === "bgp" ? (
        <>
          <Field
            name="localAs"
            label="AS number of the nodes"
            inputMode="numeric"
            required
            mono
            pattern="\d{1,10}"
            defaultValue={routing.localAs ?? ""}
            hint="64512 to 65534 and 4200000000 to 4294967294 are for private use."
            ask="Enter a whole number from 1 to 4294967294, such as 64512."
          />
          <div className="grid max-w-[480px] grid-cols-2 gap-4">
            {seconds("keepaliveSeconds", "Keepalive interval", 1)}
            {seconds("holdSeconds", "Hold time", 3)}
          </div>
          <Secret
            name="bgpPassword"
            label="Password"
            isSet={routing.bgpPasswordIsSet}
            most={64}
            hint="TCP MD5, the same on the company’s routers."
            remove="Go without a password"
          />
          {routing.sites.map(({ site, neighbors }, at) => (
            <Lines
              key={site}
              name={neighborsField(at)}
              label={`Neighbours of ${site}`}
              optional
              rows={Math.max(2, neighbors.length + 1)}
              placeholder={at === 0 ? "10.10.0.1 65000" : undefined}
              defaultValue={neighbors.map(({ address, as }) => `${address} ${as}`).join("\n")}
              hint="Each router’s address and AS number on a line of its own; IPv4 and IPv6 where the site has nodes."
            />
          ))}
        </>
      ) : null}
    </>
  );
}

type SecretProps = { name: "ospfKey" | "bgpPassword"; label: string; isSet: boolean; most: number; hint: string; remove: string };

function Secret({ name, label, isSet, most, hint, remove }: SecretProps) {
  return (
    <>
      <Field
        name={name}
        label={label}
        type="password"
        optional
        autoComplete="new-password"
        maxLength={most}
        pattern="[A-Za-z0-9_./+=\-]*"
        hint={`${hint} ${isSet ? "One is kept, sealed, and is never shown: leave this empty to keep it." : "Kept sealed, and never shown again."}`}
        ask={`${most} characters at most: letters, digits and _ . / + = -`}
      />
      {isSet ? (
        <Tick
          name={`${name}.none`}
          label={remove}
          hint="Takes away what is kept. Whoever is on that network could speak."
          defaultChecked={false}
        />
      ) : null}
    </>
  );
}
