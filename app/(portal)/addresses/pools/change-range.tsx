"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import type { PoolPreview } from "@/lib/lifecycle/preview-pool";
import { Preview } from "./preview";

type Asked = { ipv4: string; ipv6?: string };
type Props = { pool?: { id: number; version: number; ipv4: string }; ipv6?: string };

/**
 * First what the change would do and which nodes start OpenVPN again, then the change. Another range needs another look, and so does a pool that
 * somebody else has changed since: the version is that of the look.
 */
export function ChangeRange({ pool, ipv6 }: Props) {
  const router = useRouter();
  const [seen, setSeen] = useState<{ asked: Asked; preview: PoolPreview; version?: number } | null>(null);
  const verb = !pool ? "Add range" : seen?.preview.kind === "narrower" ? "Make pool narrower" : "Make pool wider";
  const asked = (fields: FormData): Asked => ({
    ipv4: typed(fields, "ipv4").trim(),
    ...(pool ? {} : { ipv6: typed(fields, "ipv6").trim() }),
  });
  return (
    <div className="flex flex-col gap-6">
      <div onInput={() => setSeen(null)}>
        <SendForm<PoolPreview>
          method="POST"
          path="/api/v1/addresses/pools/preview"
          label={pool ? "Change range" : "Add range"}
          submit="Show what changes"
          look={seen ? undefined : "accent"}
          body={(fields) => ({ ...asked(fields), ...(pool ? { id: pool.id } : {}) })}
          done={(preview, fields) => setSeen({ asked: asked(fields), preview, version: pool?.version })}
          beside={<ButtonLink href="/addresses">Cancel</ButtonLink>}
        >
          <Field
            name="ipv4"
            label="IPv4 range"
            required
            mono
            maxLength={50}
            defaultValue={pool?.ipv4 ?? ""}
            placeholder={pool ? undefined : "10.12.0.0/16"}
            hint={
              pool
                ? "It begins where it begins now; a smaller number after the slash makes it wider. No device’s address changes."
                : "A private range beside those that are there. No device’s address changes."
            }
            ask="Enter a network with a prefix length, such as 10.12.0.0/16."
          />
          {pool ? null : (
            <Field
              name="ipv6"
              label="IPv6 prefix"
              required
              mono
              maxLength={60}
              defaultValue={ipv6}
              hint="Each IPv4 address stands at its end, so that one half can be read off the other."
              ask="Enter a prefix with its length, such as fd7a:6ca6:e640:8001::/64."
            />
          )}
        </SendForm>
      </div>
      {seen ? (
        <Preview preview={seen.preview}>
          {seen.preview.problem ? null : (
            <SendForm<unknown>
              method={pool ? "PATCH" : "POST"}
              path={pool ? `/api/v1/addresses/pools/${pool.id}` : "/api/v1/addresses/pools"}
              label={verb}
              submit={verb}
              body={() => (pool ? { ipv4: seen.asked.ipv4, version: seen.version } : seen.asked)}
              done={() => {
                toast({ sentence: pool ? `The pool is ${seen.asked.ipv4} now.` : `${seen.asked.ipv4} was added.`, tone: "good" });
                router.push("/addresses");
                router.refresh();
              }}
            />
          )}
        </Preview>
      ) : null}
    </div>
  );
}
