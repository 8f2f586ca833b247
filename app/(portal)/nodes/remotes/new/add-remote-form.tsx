"use client";
import { useRouter } from "next/navigation";
import { Choice } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { ButtonLink } from "@/app/_ui/link";
import { SendForm } from "@/app/_ui/send-form";
import { toast } from "@/app/_ui/toast";
import { remoteBody, RemoteFields } from "../remote-fields";

export function AddRemoteForm({ nodes, balancers }: { nodes: readonly string[]; balancers: readonly string[] }) {
  const router = useRouter();
  return (
    <SendForm<{ id: string }>
      method="POST"
      path="/api/v1/remotes"
      label="Add remote"
      submit="Add remote"
      body={(fields) => {
        const [kind = "", name = ""] = typed(fields, "node").split(" ");
        return { [kind]: name, ...remoteBody(fields) };
      }}
      done={(_added, fields) => {
        toast({ sentence: `${typed(fields, "address").trim()} was added at the end of the list.`, tone: "good" });
        router.push("/nodes/remotes");
        router.refresh();
      }}
      beside={<ButtonLink href="/nodes/remotes">Cancel</ButtonLink>}
    >
      <Choice name="node" label="Leads to" required data-first="" hint="A node, or a load balancer with nodes behind it.">
        {balancers.length > 0 ? (
          <optgroup label="Load balancers">
            {balancers.map((name) => (
              <option key={name} value={`balancer ${name}`}>
                {name}
              </option>
            ))}
          </optgroup>
        ) : null}
        <optgroup label="Nodes">
          {nodes.map((name) => (
            <option key={name} value={`node ${name}`}>
              {name}
            </option>
          ))}
        </optgroup>
      </Choice>
      <RemoteFields />
    </SendForm>
  );
}
