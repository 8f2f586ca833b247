"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";

type User = { username: string; name: string; email: string | null; version: number };

/** Sends the version that it was opened with: when somebody else was faster, it says so and keeps what was typed. */
export function EditUserForm({ user, back }: { user: User; back: string }) {
  const router = useRouter();
  // The page is read again with every change of the cluster; the form stays what it was opened as.
  const [opened] = useState(user);
  const [saved, setSaved] = useState(false);
  const moved = user.version !== opened.version && !saved;
  return (
    <div className="flex flex-col gap-5">
      {moved ? (
        <div role="status" className="rounded-card border border-l-4 border-l-attention px-3 py-2">
          <p>Somebody else has changed this user meanwhile. Now it says:</p>
          <p className="font-strong wrap-anywhere">{user.name}</p>
          <p className="wrap-anywhere">{user.email ?? "no e-mail"}</p>
          <p className="mt-1 text-text-soft">Close this panel and open it again to change what it says now.</p>
        </div>
      ) : null}
      <SendForm<User>
        method="PATCH"
        path={`/api/v1/users/${opened.username}`}
        label="Edit user"
        submit="Save user"
        body={(fields) => ({
          version: opened.version,
          name: typed(fields, "name"),
          email: typed(fields, "email").trim() || null,
        })}
        done={({ name }) => {
          setSaved(true);
          toast({ sentence: `${name} is saved.`, tone: "good" });
          router.push(back);
        }}
        beside={<ButtonLink href={back}>Cancel</ButtonLink>}
      >
        <Field
          name="name"
          label="Name"
          required
          data-first=""
          defaultValue={opened.name}
          ask="Enter the person’s name, such as Ann Smith."
          maxLength={100}
        />
        <Field
          name="email"
          label="E-mail"
          type="email"
          optional
          defaultValue={opened.email ?? ""}
          ask="Enter an e-mail address, such as ann@example.org, or leave it empty."
          maxLength={200}
        />
        <p className="text-small text-text-soft">
          The username <span className="font-mono">{opened.username}</span> is in every certificate of this person and cannot be changed.
        </p>
      </SendForm>
    </div>
  );
}
