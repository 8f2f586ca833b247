"use client";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";

export type RemotePlace = { address: string; port: number; proto: "udp" | "tcp"; weight: number };

/** What the form says, as the API takes it. */
export const remoteBody = (fields: FormData) => ({
  address: typed(fields, "address").trim(),
  port: Number(typed(fields, "port")),
  proto: typed(fields, "proto"),
  weight: Number(typed(fields, "weight")),
});

export function RemoteFields({ remote, first }: { remote?: RemotePlace; first?: boolean }) {
  return (
    <>
      <Field
        name="address"
        label="Address"
        required
        data-first={first ? "" : undefined}
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={253}
        defaultValue={remote?.address ?? ""}
        hint="What clients connect to: an IPv4 or IPv6 address, or a host name."
        ask="Enter an IP address such as 198.51.100.10, or a host name such as vpn.example.org."
      />
      <div className="grid max-w-[480px] grid-cols-1 gap-4 sm:grid-cols-3">
        <Field
          name="port"
          label="Port"
          type="number"
          required
          min={1}
          max={65535}
          defaultValue={remote?.port ?? 1194}
          ask="The port is a number from 1 to 65535; OpenVPN’s own is 1194."
        />
        <Choice name="proto" label="Protocol" defaultValue={remote?.proto ?? "udp"}>
          <option value="udp">UDP</option>
          <option value="tcp">TCP</option>
        </Choice>
        <Field
          name="weight"
          label="Weight"
          type="number"
          required
          min={1}
          max={10}
          defaultValue={remote?.weight ?? 1}
          ask="The weight is a number from 1 to 10."
        />
      </div>
      <p className="max-w-[480px] text-small text-text-soft">
        A line of weight 2 stands twice in a profile, so that twice as many clients draw it. Give a load balancer the number of nodes behind
        it.
      </p>
    </>
  );
}
