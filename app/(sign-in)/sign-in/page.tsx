import { redirect } from "next/navigation";
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
    </>
  );
}

/** Where to go afterwards: a path of this portal and nothing else, so that a link to here cannot lead elsewhere. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])[\w/.?=&%-]*$/.test(next) ? next : "/";
}
