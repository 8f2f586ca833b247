import { connection } from "next/server";
import { ButtonLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { PageHead } from "@/app/_ui/page-head";
import { setUpState } from "@/lib/accounts/read";
import { randomUlaPrefix } from "@/lib/addresses/pool";
import { env } from "@/lib/env";
import { isSafePlace } from "./safe-place";
import { Setup } from "./setup";

export default async function SetupPage() {
  await connection();
  if ((await setUpState()) === "done") {
    return (
      <>
        <PageHead title="Set up" />
        <p className="mb-4">This portal is set up already.</p>
        <div>
          <ButtonLink look="accent" href="/sign-in">
            Sign in
          </ButtonLink>
        </div>
      </>
    );
  }
  const { url } = env();
  return (
    <>
      <PageHead title="Set up" />
      {isSafePlace(url) ? null : (
        <div className="mb-6">
          <Notice tone="attention" title="Some things will not work at this address">
            <p>
              The portal’s address is <span className="font-mono text-small">{url.origin}</span>, neither https nor this very machine.
              Browsers let no page make keys there, so nobody can make a profile from an invitation; and the sign-in cookie travels in
              clear.
            </p>
            <p>
              Put the portal behind TLS and start it with HOMEPORT_URL set to its https address. You can set up now and do that before you
              invite anybody.
            </p>
          </Notice>
        </div>
      )}
      <Setup ipv6={randomUlaPrefix(crypto.getRandomValues(new Uint8Array(5)))} />
    </>
  );
}
