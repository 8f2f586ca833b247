"use client";
import { useId, useState } from "react";
import { Field } from "@/app/_ui/field";

/**
 * A device's address, chosen by hand: a field `ipv4` for the forms that add a device, empty for the next free one. What is free nearby is
 * asked for as one types.
 */
export function ChoosePair() {
  const list = useId();
  const [free, setFree] = useState<string[]>([]);

  async function suggest(text: string) {
    const begun = text.trim();
    if (!/^[\d.]{3,15}$/.test(begun)) return;
    const query = new URLSearchParams({ state: "free", q: begun });
    const response = await fetch(`/api/v1/addresses?${query}`, { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) return;
    // The portal's own answer: its shape is that of app/api/v1/addresses/answer.ts.
    const { rows } = (await response.json()) as { rows: { ipv4: string }[] };
    setFree(rows.slice(0, 10).map(({ ipv4 }) => ipv4));
  }

  return (
    <>
      <Field
        name="ipv4"
        label="IPv4 address"
        optional
        mono
        maxLength={15}
        list={list}
        inputMode="decimal"
        onChange={(event) => void suggest(event.target.value)}
        pattern="\s*(\d{1,3}(\.\d{1,3}){3})?\s*"
        hint="Leave it empty for the next free one. The IPv6 address follows from it."
        ask="Enter a free IPv4 address of a pool, such as 10.8.1.5, or leave it empty."
      />
      <datalist id={list}>
        {free.map((ipv4) => (
          <option key={ipv4} value={ipv4} />
        ))}
      </datalist>
    </>
  );
}
