import { TextLink } from "@/app/_ui/link";

/** "user ann.smith" leads to the user, "node vpn1" to the node, and so on where there is one page of it; anything else is text. */
export function SubjectLink({ subject }: { subject: string }) {
  const [kind, name] = subject.split(" ");
  if (kind === "user" && name) return <TextLink href={`/users/${name}`}>{subject}</TextLink>;
  if (kind === "node" && name) return <TextLink href={`/nodes/${name}`}>{subject}</TextLink>;
  if (kind === "rollout" && name) return <TextLink href={`/nodes/rollouts/${name}`}>{subject}</TextLink>;
  if (kind === "balancer" && name) return <TextLink href={`/nodes/balancers/${name}`}>{subject}</TextLink>;
  if (kind === "run" && name) return <TextLink href={`/runs/${name}`}>{subject}</TextLink>;
  return <>{subject}</>;
}
