import { pageContext } from "@/app/_shell/page-context";
import { PageHead } from "@/app/_ui/page-head";
import { AddUserForm } from "./add-user-form";

export default async function AddUserPage() {
  await pageContext();
  return (
    <>
      <PageHead title="Add user" above={[{ name: "Users", href: "/users" }]} />
      <AddUserForm />
    </>
  );
}
