"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";

export function AddSiteForm() {
  const router = useRouter();
  const [made, setMade] = useState(0);
  return (
    <SendForm<{ name: string }>
      key={made}
      method="POST"
      path="/api/v1/sites"
      label="Add site"
      submit="Add site"
      body={(fields) => ({ name: typed(fields, "name") })}
      done={({ name }) => {
        toast({ sentence: `${name} was added.`, tone: "good" });
        setMade(made + 1);
        router.refresh();
      }}
    >
      <Field
        name="name"
        label="Name"
        required
        maxLength={40}
        hint="As you call it, such as DC1 or Frankfurt."
        ask="Enter the site’s name, such as DC1."
      />
    </SendForm>
  );
}
