"use client";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { RevealDialog } from "@/app/_ui/reveal-dialog";
import { ROLE_OPTIONS } from "../role-words";

type Created = { name: string; token?: string };

const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "until it is revoked" },
];

/** A program's key to the API: shown once, in the same dialog. */
export function CreateToken() {
  return (
    <RevealDialog<Created>
      verb="Create token"
      title="Create API token"
      path="/api/v1/tokens"
      look="accent"
      body={(fields) => ({
        name: typed(fields, "name"),
        role: typed(fields, "role"),
        expiresInDays: typed(fields, "life") === "" ? null : Number(typed(fields, "life")),
      })}
      secretOf={({ name, token }) =>
        token
          ? {
              label: `API token ${name}`,
              text: token,
              copy: "Copy token",
              note: "It is shown this once. Send it as the header “Authorization: Bearer …”, and keep it where secrets are kept.",
            }
          : null
      }
    >
      <Field
        name="name"
        label="Name"
        required
        maxLength={60}
        ask="Enter a name, such as the program’s."
        hint="The audit log calls the program by it. A name is never used again."
      />
      <Choice name="role" label="Role" defaultValue="auditor" hint="It never does more than you may yourself.">
        {ROLE_OPTIONS.filter(({ value }) => value !== "none").map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice name="life" label="Good for" defaultValue="90">
        {lives.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
    </RevealDialog>
  );
}
