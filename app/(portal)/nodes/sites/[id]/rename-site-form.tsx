"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";

/** Sends the version that it was opened with: when somebody else was faster, it says so and keeps what was typed. */
export function RenameSiteForm({ site }: { site: { id: string; name: string; version: number } }) {
  const router = useRouter();
  const [opened] = useState(site);
  return (
    <SendForm<{ name: string }>
      method="PATCH"
      path={`/api/v1/sites/${opened.id}`}
      label="Rename site"
      submit="Rename site"
      body={(fields) => ({ version: opened.version, name: typed(fields, "name") })}
      done={({ name }) => {
        toast({ sentence: `${opened.name} is called ${name} now.`, tone: "good" });
        router.push("/nodes/sites");
        router.refresh();
      }}
      beside={<ButtonLink href="/nodes/sites">Cancel</ButtonLink>}
    >
      <Field name="name" label="Name" required maxLength={40} defaultValue={opened.name} ask="Enter the site’s name, such as DC1." />
    </SendForm>
  );
}
