import { redirect } from "next/navigation";
import { ownPath } from "@/app/_shell/own-path";
import { PageHead } from "@/app/_ui/page-head";
import { setUpState } from "@/lib/accounts/read";
import { SignInForm } from "./sign-in-form";

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  if ((await setUpState()) === "missing") redirect("/setup");
  const { next } = await searchParams;
  return (
    <>
      <PageHead title="Sign in" />
      <SignInForm next={ownPath(next)} />
      <p className="mt-8 max-w-[480px] text-small text-text-soft">
        Forgotten your password? Ask an admin to remove your account and invite you again. For a VPN profile nobody signs in: open the link
        that you were sent.
      </p>
    </>
  );
}
