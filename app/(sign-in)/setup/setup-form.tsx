"use client";
import type { ReactNode } from "react";
import { forgetHashToken } from "@/app/_shell/use-hash-token";
import { Choice, Field, Lines } from "@/app/_ui/field";
import { lines, typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";

/** Where this tab keeps the link’s token for a reload. */
export const SETUP_TOKEN = "homeport.setup";

export function SetupForm({ token, ipv6 }: { token: string; ipv6: string }) {
  return (
    <SendForm<unknown>
      method="POST"
      path="/api/v1/setup"
      label="Set up"
      submit="Set up cluster"
      body={(fields) => ({
        token,
        admin: { name: typed(fields, "admin.name"), email: typed(fields, "admin.email").trim(), password: typed(fields, "admin.password") },
        cluster: { name: typed(fields, "cluster.name"), topology: typed(fields, "cluster.topology") },
        pool: { ipv4: typed(fields, "pool.ipv4").trim(), ipv6: typed(fields, "pool.ipv6").trim() },
        push: {
          nameServers: lines(fields, "push.nameServers"),
          searchDomains: lines(fields, "push.searchDomains"),
          routes4: lines(fields, "push.routes4"),
          routes6: lines(fields, "push.routes6"),
        },
      })}
      done={() => {
        forgetHashToken(SETUP_TOKEN);
        window.location.assign("/");
      }}
    >
      <Part title="You" why="The first admin. You sign in with this e-mail address and password.">
        <Field name="admin.name" label="Your name" required autoFocus autoComplete="name" maxLength={100} ask="Enter your name." />
        <Field
          name="admin.email"
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          ask="Enter an e-mail address, such as ann@example.org."
        />
        <Field
          name="admin.password"
          label="Password"
          type="password"
          required
          minLength={12}
          maxLength={128}
          autoComplete="new-password"
          hint="12 characters or more; a few words do well."
          ask="The password must have 12 characters or more."
        />
      </Part>
      <Part title="Cluster" why="People see this name in their invitation and in their profile’s file name; the authority carries it.">
        <Field name="cluster.name" label="Cluster name" required maxLength={40} ask="Enter a name, such as your company’s." />
      </Part>
      <Part
        title="Addresses"
        why="Each device gets one address of each range and keeps it for life, on every node. A range can grow later and others can come beside it, but it cannot move: choose some that your networks do not use."
      >
        <Field
          name="pool.ipv4"
          label="IPv4 range"
          required
          mono
          defaultValue="10.8.0.0/16"
          hint="A private range. A /16 has room for 65,000 devices."
          ask="Enter a range, such as 10.8.0.0/16."
        />
        <Field
          name="pool.ipv6"
          label="IPv6 prefix"
          required
          mono
          defaultValue={ipv6}
          hint="A random unique local prefix, made for you just now: it will not collide with anybody’s. A device’s IPv4 address stands at its end."
          ask="Enter a prefix, such as fd7a:6ca6:e640:8000::/64."
        />
        <Choice
          name="cluster.topology"
          label="Topology"
          defaultValue="subnet"
          hint="How OpenVPN lays its tunnels into the range. Choose net30 only where something of yours relies on it, such as a firewall that knows devices by their /30: each device then takes four addresses (a /16 has room for 16,000), and OpenVPN cannot use the kernel’s offload. It cannot be changed later."
        >
          <option value="subnet">subnet: one address a device</option>
          <option value="net30">net30: a /30 of four addresses a device</option>
        </Choice>
      </Part>
      <Part title="What clients are told" why="Sent to every device when it connects. All of it may stay empty for now. One entry a line.">
        <Lines
          name="push.nameServers"
          label="Name servers"
          optional
          hint="Addresses of the DNS servers that know your internal names."
          placeholder="10.20.0.53"
        />
        <Lines
          name="push.searchDomains"
          label="Search domains"
          optional
          hint="So that “wiki” finds “wiki.corp.example.org”."
          placeholder="corp.example.org"
        />
        <Lines
          name="push.routes4"
          label="IPv4 routes"
          optional
          hint="The networks that are reached through the VPN; everything else goes its usual way."
          placeholder="10.20.0.0/16"
        />
        <Lines name="push.routes6" label="IPv6 routes" optional hint="The same for IPv6." placeholder="fd00:20::/48" />
      </Part>
      <Part
        title="Authority"
        why="Two keys are made on this server, both P-256, which every OpenVPN client understands. There is nothing to choose."
      >
        <ul className="flex max-w-[560px] list-disc flex-col gap-1 pl-5">
          <li>
            The <b className="font-strong">root</b> signs issuing CAs and nothing else. Afterwards you can download its key as an encrypted
            file and take it off this server.
          </li>
          <li>
            The <b className="font-strong">issuing CA, G1</b>, signs devices, nodes and the list of revoked certificates. Its key stays
            here, sealed.
          </li>
        </ul>
      </Part>
    </SendForm>
  );
}

function Part({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-4 not-first:border-t not-first:pt-5">
      <legend className="sr-only">{title}</legend>
      <div>
        <h2 className="font-strong">{title}</h2>
        <p className="max-w-[560px] text-text-soft">{why}</p>
      </div>
      {children}
    </fieldset>
  );
}
