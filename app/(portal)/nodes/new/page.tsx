import { pageContext } from "@/app/_shell/page-context";
import { PageHead } from "@/app/_ui/page-head";
import { AddNodeForm } from "./add-node-form";

export default async function AddNodePage() {
  await pageContext();
  return (
    <>
      <PageHead title="Add node" above={[{ name: "Nodes", href: "/nodes" }]} />
      <AddNodeForm />
    </>
  );
}
