import { cookies, headers } from "next/headers";
import { pageContext } from "@/app/_shell/page-context";
import { SignInSessions } from "@/app/(portal)/accounts/sign-in-sessions";
import { roleWords } from "@/app/(portal)/accounts/role-words";
import { SignOut } from "@/app/(portal)/sign-out";
import { ActionButton } from "@/app/_ui/action-button";
import { ButtonLink } from "@/app/_ui/link";
import { Live } from "@/app/_ui/live";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { readTheme } from "@/app/_ui/theme";
import { ThemeSwitch } from "@/app/_ui/theme-switch";
import { currentSignInSession } from "@/lib/accounts/current-actor";
import { listSignInSessions, readAccount } from "@/lib/accounts/read-account";
import { readOwnDevices } from "@/lib/accounts/read-own-devices";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { ChangePassword } from "./change-password";
import { OwnDevices } from "./own-devices";

/** What everybody who signs in has, whatever their role. */
export default async function OwnAccountPage() {
  const ctx = await pageContext();
  const { id, role } = ctx.actor;
  const account = await readAccount(ctx, id);
  const user = await readOwnDevices(ctx);
  const sessions = await listSignInSessions(ctx, id);
  const { key } = await remoteListInForce();
  const current = await currentSignInSession(await headers());
  const theme = readTheme((await cookies()).get("theme")?.value);
  return (
    // As wide as the page: rows of its tables become cards where it is narrow.
    <div className="@container/page min-w-0">
      <PageHead
        title="Your account"
        actions={
          <>
            {role === "none" ? null : <ButtonLink href="/">Go to the overview</ButtonLink>}
            <SignOut />
          </>
        }
      />
      <Section id="you" title={account?.name ?? ctx.actor.email}>
        <Properties>
          <Property name="E-mail">{ctx.actor.email}</Property>
          <Property name="Role">
            {role}: {roleWords[role]}
          </Property>
          <Property name="Username">{user ? <span className="font-mono text-small">{user.username}</span> : null}</Property>
        </Properties>
        {role === "none" && !user ? (
          <div className="mt-4">
            <Notice>
              <p>Your account has no role and belongs to no user of the VPN, so there is nothing else to see. An admin can change that.</p>
            </Notice>
          </div>
        ) : null}
      </Section>
      {user ? (
        <Section id="devices" title="Your devices">
          <OwnDevices user={user} remotesKey={key} />
        </Section>
      ) : null}
      <Section id="password" title="Password">
        <ChangePassword email={ctx.actor.email} />
      </Section>
      <Section
        id="sign-in-sessions"
        title="Sign-in sessions"
        beside={
          sessions.some((session) => session.id !== current) ? (
            <ActionButton
              verb="End other sign-in sessions"
              method="DELETE"
              path="/api/v1/own/sign-in-sessions"
              toast="Your other sign-in sessions were ended."
            />
          ) : null
        }
      >
        <SignInSessions sessions={sessions} path="/api/v1/own/sign-in-sessions" current={current} />
      </Section>
      <div className="max-w-[240px]">
        <ThemeSwitch theme={theme} />
      </div>
      <Live />
    </div>
  );
}
