"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ButtonLink } from "@/app/_ui/link";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import type { RemoteFacts } from "@/lib/nodes/list-remotes";
import { remoteBody, RemoteFields } from "../remote-fields";

/** Sends the version that it was opened with: when somebody else was faster, it says so and keeps what was typed. */
export function EditRemoteForm({ remote }: { remote: RemoteFacts }) {
  const router = useRouter();
  const [opened] = useState(remote);
  return (
    <SendForm<unknown>
      method="PATCH"
      path={`/api/v1/remotes/${opened.id}`}
      label="Change remote"
      submit="Save remote"
      body={(fields) => ({ version: opened.version, ...remoteBody(fields) })}
      done={() => {
        toast({ sentence: "The remote is saved. Profiles that are out keep what they have.", tone: "good" });
        router.push("/nodes/remotes");
        router.refresh();
      }}
      beside={<ButtonLink href="/nodes/remotes">Cancel</ButtonLink>}
    >
      <RemoteFields remote={opened} />
    </SendForm>
  );
}
