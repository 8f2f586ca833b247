"use client";
import { useEffect, useState } from "react";
import type { InvitationFacts } from "@/app/_shell/answers";
import { send } from "@/app/_shell/client";
import { useHashToken } from "@/app/_shell/use-hash-token";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { MakeProfile } from "./make-profile-form";

type Looked = { facts: InvitationFacts } | { sentence: string; again: boolean } | null;

/** What an invitation is for, and the button that uses it. Looking changes nothing. */
export function Invitation() {
  const token = useHashToken("homeport.invitation");
  const [looked, setLooked] = useState<Looked>(null);
  const [tries, setTries] = useState(0);
  const canMakeKeys = token === null || (window.isSecureContext && "subtle" in crypto);
  useEffect(() => {
    if (!token || !canMakeKeys) return;
    let gone = false;
    void send<InvitationFacts>("POST", "/api/v1/invitations/look", { token }).then((answer) => {
      if (!gone)
        setLooked(
          answer.ok
            ? { facts: answer.value }
            : { sentence: answer.problem.detail, again: answer.problem.status === 0 || answer.problem.status >= 500 },
        );
    });
    return () => {
      gone = true;
    };
  }, [token, canMakeKeys, tries]);

  if (!canMakeKeys) {
    return (
      <>
        <Heading text="Your VPN profile" />
        <Notice tone="bad" title="This address is not safe enough to make a key">
          <p>
            The page was opened over plain http. Browsers make keys on https pages only, and the link could be read on its way. Nothing was
            done with your invitation.
          </p>
          <p>Ask the admin who sent you the link for one that begins with https://.</p>
        </Notice>
      </>
    );
  }
  if (token === "") {
    return (
      <>
        <Heading text="Your VPN profile" />
        <Notice tone="attention" title="The link is not whole">
          <p>Its last part, behind the #, is missing. Open it again from the message you got, or copy all of it into the address bar.</p>
        </Notice>
      </>
    );
  }
  if (!token || !looked)
    return (
      <>
        <Heading text="Your VPN profile" />
        <p className="text-text-soft" aria-busy="true">
          Reading the invitation …
        </p>
      </>
    );
  if ("facts" in looked)
    return (
      <MakeProfile
        token={token}
        facts={looked.facts}
        heading={<Heading text={`Welcome to ${looked.facts.clusterName}, ${looked.facts.userName}`} />}
      />
    );
  return (
    <>
      <Heading text="Your VPN profile" />
      <Notice tone="bad" title={looked.again ? "The invitation could not be read" : "This invitation cannot be used"}>
        <p>{looked.sentence}</p>
        {looked.again ? (
          <div>
            <Button
              onClick={() => {
                setLooked(null);
                setTries(tries + 1);
              }}
            >
              Try again
            </Button>
          </div>
        ) : null}
      </Notice>
    </>
  );
}

function Heading({ text }: { text: string }) {
  return (
    <h1 tabIndex={-1} className="mb-6 text-title font-strong break-words">
      {text}
    </h1>
  );
}
