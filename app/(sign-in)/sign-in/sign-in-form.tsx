"use client";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";

export function SignInForm({ next }: { next: string }) {
  return (
    <SendForm<unknown>
      method="POST"
      path="/api/auth/sign-in/email"
      label="Sign in"
      submit="Sign in"
      body={(fields) => ({ email: typed(fields, "email").trim(), password: typed(fields, "password") })}
      // A whole load of the page: nothing from before the sign-in stays in this tab.
      done={() => window.location.assign(next)}
    >
      <Field
        name="email"
        type="email"
        label="E-mail"
        required
        autoFocus
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        ask="Enter your e-mail address, such as ann@example.org."
      />
      <Field name="password" type="password" label="Password" required autoComplete="current-password" ask="Enter your password." />
    </SendForm>
  );
}
