"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { Role } from "@/generated/prisma/client";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import { ROLE_OPTIONS } from "../role-words";

type Props = { id: string; email: string; role: Role; username: string | null; version: number };

/** The role, and the user that somebody is. What another admin changes meanwhile is not overwritten unseen, and what was typed stays. */
export function ChangeAccount({ id, email, role, username, version }: Props) {
  const router = useRouter();
  // From the first key on the form is about the version that was read then; before, it follows what the page shows.
  const [begun, setBegun] = useState<number | null>(null);
  const sent = useRef(false);
  const opened = begun ?? version;
  return (
    <div onInput={() => setBegun((before) => before ?? version)}>
      <SendForm<unknown>
        key={opened}
        method="PATCH"
        path={`/api/v1/accounts/${id}`}
        label="Change account"
        submit="Change account"
        body={(fields) => {
          // After a refusal the page shows what it says now: the next try is about that.
          const asked = sent.current ? version : opened;
          sent.current = true;
          return { version: asked, role: typed(fields, "role"), username: typed(fields, "username").trim() || null };
        }}
        done={() => {
          sent.current = false;
          setBegun(null);
          toast({ sentence: `${email} was changed.`, tone: "good" });
          router.refresh();
        }}
      >
        <Choice
          name="role"
          label="Role"
          defaultValue={role}
          hint="Holds from their next click on, for their API tokens too: none does more than they may."
        >
          {ROLE_OPTIONS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Choice>
        <Field
          name="username"
          label="Username"
          optional
          mono
          defaultValue={username ?? ""}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={36}
          hint="The VPN user that this person is: they see their own devices, and an offboarding ends this account."
        />
      </SendForm>
    </div>
  );
}
