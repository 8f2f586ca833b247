"use client";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import type { InvitationFacts, Readiness } from "@/app/_shell/answers";
import { forgetHashToken } from "@/app/_shell/use-hash-token";
import { useReady } from "@/app/_shell/use-send";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { FormErrors, focusFirst, type FieldErrors } from "@/app/_ui/form-errors";
import { Notice } from "@/app/_ui/notice";
import { saveText } from "@/app/_ui/save-text";
import { say } from "@/app/_ui/say";
import { newAttempt, makeProfile, type Attempt, type Profile } from "./make-profile";
import { ProfileReady } from "./profile-ready";
import { waitForNodes } from "./wait-for-nodes";
import { WhatWillHappen } from "./what-will-happen";

const TYPE = "application/x-openvpn-profile";
type Stage = { at: "asking" | "making" } | { at: "waiting" | "saved"; profile: Profile };

/** From the click to the saved file. Whatever fails on the way can be tried again with the same key. */
export function MakeProfile({ token, facts, heading }: { token: string; facts: InvitationFacts; heading: ReactNode }) {
  const [stage, setStage] = useState<Stage>({ at: "asking" });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [readiness, setReadiness] = useState<Readiness | null>(null);
  const attempt = useRef<Attempt | null>(null);
  const ready = useReady();

  function fail(found: FieldErrors, form: HTMLFormElement) {
    setErrors(found);
    setStage({ at: "asking" });
    requestAnimationFrame(() => focusFirst(form, found));
  }

  async function make(form: HTMLFormElement) {
    const fields = new FormData(form);
    const passphrase = typed(fields, "passphrase");
    if (passphrase !== typed(fields, "again")) return fail({ again: "The two passphrases are not the same." }, form);
    setErrors({});
    setStage({ at: "making" });
    try {
      attempt.current ??= await newAttempt(facts.commonName);
      const made = await makeProfile(attempt.current, token, passphrase);
      if ("problem" in made) {
        // This key was used in an attempt that broke off on the portal's side: the next click makes another.
        if (made.problem.field === "csr") attempt.current = null;
        return fail({ "": made.problem.detail }, form);
      }
      setStage({ at: "waiting", profile: made.profile });
      forgetHashToken("homeport.invitation");
      await waitForNodes(token, setReadiness);
      saveText(made.profile.fileName, made.profile.text, TYPE);
      setStage({ at: "saved", profile: made.profile });
      say(`${made.profile.fileName} was saved`);
    } catch (error) {
      fail(
        {
          "": `The profile could not be put together in this browser (${error instanceof Error ? error.message : "no reason given"}). Try again, or open the link in another browser.`,
        },
        form,
      );
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (stage.at === "asking") void make(event.currentTarget);
  }

  if (stage.at === "waiting" || stage.at === "saved") {
    const { profile } = stage;
    return (
      <>
        {heading}
        <ProfileReady
          fileName={profile.fileName}
          readiness={readiness}
          saved={stage.at === "saved"}
          save={() => saveText(profile.fileName, profile.text, TYPE)}
        />
      </>
    );
  }
  return (
    <>
      {heading}
      <WhatWillHappen facts={facts} />
      {facts.nodes === 0 ? (
        <Notice tone="attention" title="Not yet">
          <p>{facts.clusterName} has no server to connect to yet. Your invitation stays good: come back when your admin says so.</p>
        </Notice>
      ) : (
        <FormErrors value={errors}>
          <form method="post" noValidate aria-label="Make my profile" onSubmit={onSubmit} className="flex flex-col gap-5">
            <Field
              name="passphrase"
              type="password"
              label="Passphrase"
              optional
              autoComplete="new-password"
              hint="Protects the key inside the file. You will be asked for it when you connect; nobody can find it out for you."
            />
            <Field name="again" type="password" label="Passphrase again" optional autoComplete="new-password" />
            {errors[""] ? (
              <p role="alert" className="text-bad">
                {errors[""]}
              </p>
            ) : null}
            <div>
              <Button type="submit" look="accent" disabled={!ready} aria-busy={stage.at === "making"}>
                {stage.at === "making" ? <span className="spinner" aria-hidden="true" /> : null}
                Make my profile
              </Button>
            </div>
          </form>
        </FormErrors>
      )}
    </>
  );
}
