"use client";
import { useEffect, useState } from "react";
import { send } from "@/app/_shell/client";
import { useHashToken } from "@/app/_shell/use-hash-token";
import { Notice } from "@/app/_ui/notice";
import { SETUP_TOKEN, SetupForm } from "./setup-form";

/** Asks whether the link is good before anybody types a line. */
export function Setup({ ipv6 }: { ipv6: string }) {
  const token = useHashToken(SETUP_TOKEN);
  const [link, setLink] = useState<"asking" | "good" | { sentence: string }>("asking");
  useEffect(() => {
    if (!token) return;
    let gone = false;
    void send("POST", "/api/v1/setup/check", { token }).then((answer) => {
      if (!gone) setLink(answer.ok ? "good" : { sentence: answer.problem.detail });
    });
    return () => {
      gone = true;
    };
  }, [token]);

  if (token === "") {
    return (
      <Notice tone="attention" title="Open the setup link">
        <p>
          This portal is not set up yet. The start command printed a setup link on its terminal: open that link, whole, in this browser.
        </p>
        <p>It is good for an hour. Stop the portal and start it again to get a new one.</p>
      </Notice>
    );
  }
  if (link === "asking" || token === null)
    return (
      <p className="text-text-soft" aria-busy="true">
        Checking the setup link …
      </p>
    );
  if (link === "good") return <SetupForm token={token} ipv6={ipv6} />;
  return (
    <Notice tone="bad" title="This setup link does not work">
      <p>{link.sentence}</p>
    </Notice>
  );
}
