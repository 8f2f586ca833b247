"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";

export function ChangePassword({ email }: { email: string }) {
  const router = useRouter();
  const [done, setDone] = useState(0);
  return (
    <SendForm<{ ended: number }>
      // Empty again once it has worked.
      key={done}
      method="PUT"
      path="/api/v1/own/password"
      label="Change password"
      submit="Change password"
      look="plain"
      body={(fields) => ({ current: typed(fields, "current"), password: typed(fields, "password") })}
      check={(fields): Record<string, string> =>
        typed(fields, "password") === typed(fields, "again") ? {} : { again: "The two passwords are not the same." }
      }
      done={({ ended }) => {
        setDone(done + 1);
        toast({
          sentence: `Your password was changed${ended === 0 ? "" : ended === 1 ? ", and your other sign-in session ended" : `, and your ${ended} other sign-in sessions ended`}.`,
          tone: "good",
        });
        router.refresh();
      }}
    >
      {/* For password managers: whose password it is. */}
      <input type="text" name="username" value={email} readOnly hidden autoComplete="username" />
      <Field
        name="current"
        type="password"
        label="Current password"
        required
        autoComplete="current-password"
        ask="Enter your current password."
      />
      <Field
        name="password"
        type="password"
        label="New password"
        required
        minLength={12}
        maxLength={128}
        autoComplete="new-password"
        hint="12 characters or more. Your other sign-in sessions end."
        ask="The new password must have 12 characters or more."
      />
      <Field
        name="again"
        type="password"
        label="New password again"
        required
        autoComplete="new-password"
        ask="Enter the new password again."
      />
    </SendForm>
  );
}
