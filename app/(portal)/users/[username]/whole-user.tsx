import type { PageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { Notice } from "@/app/_ui/notice";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago, Day, Moment } from "@/app/_ui/time";
import { may } from "@/lib/core/permissions";
import { readSettings } from "@/lib/core/settings";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { readPastSessions } from "@/lib/nodes/read-past-sessions";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { tooManyDevices } from "@/lib/users/make-device";
import { readHistory } from "@/lib/users/read-history";
import type { UserDetails } from "@/lib/users/read";
import { whyNot } from "@/lib/users/why-not";
import { userState } from "../user-state";
import { AddDevice } from "./add-device";
import { Device } from "./device";
import { History } from "./history";
import { LeaveDate } from "./leave-date";
import { PastSessions } from "./past-sessions";
import { Receipts } from "./receipts";
import { UserActions } from "./user-actions";

type Props = {
  ctx: PageContext;
  user: UserDetails;
  /** How far its lists are turned, from the address. */
  query?: Record<string, string | string[] | undefined>;
  behind?: boolean;
};

/** All that is known of a user: also behind the panel in which the user is edited. */
export async function WholeUser({ ctx, user, query = {}, behind }: Props) {
  const { username } = user;
  const [historyAt, sessionsAt] = [text(query.history), text(query.sessions)];
  const [receipts, settings, past, history, remotes] = await Promise.all([
    readReceipts(ctx, username),
    readSettings(),
    reading(readPastSessions(ctx, username, { cursor: sessionsAt })),
    reading(readHistory(ctx, username, { cursor: historyAt })),
    remoteListInForce(),
  ]);
  const noWrite = may(ctx.actor, "users.write")
    ? null
    : `Your role (${ctx.actor.role}) does not allow this. An admin can change your role.`;
  const present = user.devices.filter(({ removedAt }) => removedAt === null).length;
  const noDevice =
    noWrite ?? whyNot(user, "add device") ?? (present >= settings.deviceLimit ? tooManyDevices(user.username, present) : null);
  const mailTo = (await mailIsSet()) ? user.email : null;
  const path = `/api/v1/users/${encodeURIComponent(username)}`;
  return (
    <>
      <PageHead
        title={user.name}
        behind={behind}
        above={[{ name: "Users", href: "/users" }]}
        beside={<State {...userState(user.state)} />}
        actions={<UserActions user={user} path={path} noDevice={noDevice} noWrite={noWrite} mailTo={mailTo} />}
      />
      {user.state === "suspended" ? (
        <div className="mb-8">
          <Notice tone="attention">
            <p>
              {user.name} may not connect{" "}
              {user.suspendedAt ? (
                <>
                  since <Moment at={user.suspendedAt} />
                </>
              ) : null}
              . Devices keep their addresses and profiles, and work again when you resume the user.
            </p>
          </Notice>
        </div>
      ) : null}
      {receipts.revision !== null || user.offboardRevision !== null ? <Receipts receipts={receipts} user={user} /> : null}
      <Section
        id="person"
        title="User"
        beside={
          noWrite || user.state === "offboarded" ? null : (
            <LeaveDate
              path={`${path}/leave-date`}
              user={user.name}
              leavesAt={user.leavesAt?.toISOString() ?? null}
              version={user.version}
            />
          )
        }
      >
        <Properties>
          <Property name="Username">
            <Copyable text={user.username} what="username" />
          </Property>
          <Property name="E-mail">{user.email ? <Copyable text={user.email} what="e-mail" /> : null}</Property>
          <Property name="Added">
            <Ago at={user.createdAt} />
          </Property>
          {user.offboardedAt ? (
            <Property name="Offboarded">
              <Ago at={user.offboardedAt} />
            </Property>
          ) : (
            <Property name="Leave date">
              {user.leavesAt ? (
                <span>
                  <Day at={new Date(user.leavesAt.getTime() - 1)} />, offboarded <Moment at={user.leavesAt} />
                </span>
              ) : null}
            </Property>
          )}
        </Properties>
      </Section>
      <Section id="devices" title="Devices">
        {user.devices.length === 0 ? (
          <Empty sentence="No devices yet.">
            {noDevice ? null : <AddDevice path={`${path}/devices`} user={user.name} mailTo={mailTo} />}
          </Empty>
        ) : (
          <ul className="flex flex-col gap-4">
            {user.devices.map((device) => (
              <Device
                key={device.id}
                device={device}
                user={user}
                overlapDays={settings.overlapDays}
                remotesKey={remotes.key}
                mailTo={mailTo}
                noWrite={noWrite}
              />
            ))}
          </ul>
        )}
        {user.olderDevices > 0 ? (
          <p className="mt-3 text-text-soft">
            {user.olderDevices} older {user.olderDevices === 1 ? "device, which was revoked, stands" : "devices, which were revoked, stand"}{" "}
            in the history.
          </p>
        ) : null}
      </Section>
      {past.value ? (
        <PastSessions
          page={past.value}
          path={`/users/${username}`}
          params={{ history: historyAt, sessions: sessionsAt }}
          days={settings.vpnSessionDays}
        />
      ) : null}
      <History read={history} path={`/users/${username}`} params={{ history: historyAt, sessions: sessionsAt }} />
    </>
  );
}

const text = (value: string | string[] | undefined): string | undefined => (typeof value === "string" && value ? value : undefined);
