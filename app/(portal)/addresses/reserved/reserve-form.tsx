"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";

type Reserved = { first: string; last: string; reserved: number; kept: number };

export function ReserveForm() {
  const router = useRouter();
  const [made, setMade] = useState(0);
  return (
    <SendForm<Reserved>
      key={made}
      method="POST"
      path="/api/v1/addresses/reserved"
      label="Reserve range"
      submit="Reserve range"
      body={(fields) => ({
        first: typed(fields, "first").trim(),
        last: typed(fields, "last").trim() || typed(fields, "first").trim(),
        note: typed(fields, "note"),
      })}
      done={({ first, last, reserved, kept }) => {
        const keep = kept === 0 ? "" : ` ${kept} that somebody has or had lately ${kept === 1 ? "is" : "are"} kept.`;
        toast({ sentence: `${first} to ${last}: ${reserved} addresses are reserved.${keep}`, tone: "good" });
        setMade(made + 1);
        router.refresh();
      }}
    >
      <div className="grid max-w-[480px] grid-cols-1 gap-4 sm:grid-cols-2">
        <Field name="first" label="First address" required mono maxLength={15} ask="Enter an IPv4 address, such as 10.8.0.10." />
        <Field name="last" label="Last address" optional mono maxLength={15} />
      </div>
      <Field name="note" label="What for" required maxLength={100} ask="Say what the range is for, such as printers." />
    </SendForm>
  );
}
