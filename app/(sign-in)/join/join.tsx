"use client";
import { useEffect, useState, type ReactNode } from "react";
import { send } from "@/app/_shell/client";
import { forgetHashToken, useHashToken } from "@/app/_shell/use-hash-token";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { SendForm } from "@/app/_ui/send-form";

const KEPT = "homeport.join";
type Offer = { email: string; role: string; clusterName: string };
type Looked = { offer: Offer } | { sentence: string; again: boolean } | null;

/** What an account invitation offers, and the form that takes it. Looking changes nothing. */
export function Join() {
  const token = useHashToken(KEPT);
  const [looked, setLooked] = useState<Looked>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!token) return;
    let gone = false;
    void send<Offer>("POST", "/api/v1/account-invitations/look", { token }).then((answer) => {
      if (gone) return;
      const { ok } = answer;
      setLooked(
        ok
          ? { offer: answer.value }
          : { sentence: answer.problem.detail, again: answer.problem.status === 0 || answer.problem.status >= 500 },
      );
    });
    return () => {
      gone = true;
    };
  }, [token, tries]);

  if (token === "")
    return (
      <Framed title="Account invitation">
        <Notice tone="attention" title="The link is not whole">
          <p>Its last part, behind the #, is missing. Open it again from the message you got, or copy all of it into the address bar.</p>
          <div>
            <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
          </div>
        </Notice>
      </Framed>
    );
  if (!token || !looked)
    return (
      <Framed title="Account invitation">
        <p className="text-text-soft" aria-busy="true">
          Reading the invitation …
        </p>
      </Framed>
    );
  if ("offer" in looked) return <JoinForm token={token} offer={looked.offer} />;
  return (
    <Framed title="Account invitation">
      <Notice tone="bad" title={looked.again ? "The invitation could not be read" : "This invitation cannot be used"}>
        <p>{looked.sentence}</p>
        <div>
          {looked.again ? (
            <Button
              onClick={() => {
                setLooked(null);
                setTries(tries + 1);
              }}
            >
              Try again
            </Button>
          ) : (
            <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
          )}
        </div>
      </Notice>
    </Framed>
  );
}

function JoinForm({ token, offer: { email, role, clusterName } }: { token: string; offer: Offer }) {
  return (
    <Framed title={`Join ${clusterName}`}>
      <p className="mb-5 max-w-[560px]">
        You were invited to the portal of {clusterName} as <b className="font-strong wrap-anywhere">{email}</b>
        {role === "none" ? "" : `, with the role ${role}`}. Choose a password to make your account.
      </p>
      <SendForm<unknown>
        method="POST"
        path="/api/v1/account-invitations/accept"
        label="Make account"
        submit="Make account"
        body={(fields) => ({ token, name: typed(fields, "name"), password: typed(fields, "password") })}
        done={() => {
          forgetHashToken(KEPT);
          window.location.assign("/");
        }}
      >
        <input type="text" name="username" value={email} readOnly hidden autoComplete="username" />
        <Field name="name" label="Your name" required autoFocus autoComplete="name" maxLength={100} ask="Enter your name." />
        <Field
          name="password"
          label="Password"
          type="password"
          required
          minLength={12}
          maxLength={128}
          autoComplete="new-password"
          hint="12 characters or more; a few words do well."
          ask="The password must have 12 characters or more."
        />
      </SendForm>
    </Framed>
  );
}

function Framed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1 tabIndex={-1} className="mb-6 text-title font-strong break-words">
        {title}
      </h1>
      {children}
    </>
  );
}
