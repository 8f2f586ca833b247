"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import { balancerBody, BalancerFields, type BalancerChoices } from "../balancer-fields";

type Opened = { name: string; version: number; site: string | null; nodes: string[]; hidesSources: boolean; ownAddresses: string[] };

/** Sends the version that it was opened with: when somebody else was faster, it says so and keeps what was chosen. */
export function EditBalancerForm({ balancer, ...choices }: BalancerChoices & { balancer: Opened }) {
  const router = useRouter();
  const [opened, setOpened] = useState(balancer);
  return (
    <SendForm<{ version: number }>
      method="PATCH"
      path={`/api/v1/balancers/${opened.name}`}
      label="Change load balancer"
      submit="Save load balancer"
      body={(fields) => ({ version: opened.version, ...balancerBody(fields) })}
      done={({ version }) => {
        setOpened({ ...opened, version });
        toast({ sentence: `${opened.name} is saved.`, tone: "good" });
        router.refresh();
      }}
    >
      <BalancerFields {...choices} chosen={opened} />
    </SendForm>
  );
}
