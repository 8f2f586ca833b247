"use client";
import { RevealDialog } from "@/app/_ui/reveal-dialog";

export const SECRET_NOTE =
  "It is shown this once. The receiver checks the header X-Homeport-Signature with it; docs/OPERATIONS.md says how.";

export function NewSecret() {
  return (
    <RevealDialog<{ secret?: string }>
      verb="Make new secret"
      title="Make a new secret for the webhook?"
      path="/api/v1/settings/alerts/secret"
      body={() => ({})}
      secretOf={({ secret }) => (secret ? { label: "Secret", text: secret, copy: "Copy secret", note: SECRET_NOTE } : null)}
    >
      <p>Calls are signed with the new one at once. A receiver that still has the old one turns them away until it has the new one.</p>
    </RevealDialog>
  );
}
