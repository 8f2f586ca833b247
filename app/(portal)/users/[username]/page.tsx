import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { Forbidden } from "@/app/_ui/forbidden";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Properties, Property } from "@/app/_ui/properties";
import { State } from "@/app/_ui/state";
import { Ago } from "@/app/_ui/time";
import { readReceipts } from "@/lib/nodes/read-receipts";
import { isUsername } from "@/lib/users/common-name";
import { readUser } from "@/lib/users/read";
import { whyNot } from "@/lib/users/why-not";
import { userState } from "../user-state";
import { AddDevice } from "./add-device";
import { Device } from "./device";
import { Receipts } from "./receipts";

export default async function UserPage({ params }: { params: Promise<{ username: string }> }) {
  const ctx = await pageContext();
  const username = decodeURIComponent((await params).username);
  if (!isUsername(username)) notFound();
  const { value: user, forbidden } = await reading(readUser(ctx, username));
  if (forbidden !== null) return <Forbidden title={username} sentence={forbidden} />;
  if (!user) notFound();
  const receipts = await readReceipts(ctx, username);
  const [noDevice, noOffboard] = [whyNot(user, "add device"), whyNot(user, "offboard")];
  const devices = [...user.devices].sort((a, b) => Number(a.removedAt !== null) - Number(b.removedAt !== null));
  const path = `/api/v1/users/${encodeURIComponent(username)}`;
  return (
    <>
      <PageHead
        title={user.name}
        above={[{ name: "Users", href: "/users" }]}
        beside={<State {...userState(user.state)} />}
        actions={
          <>
            {noDevice ? <Barred verb="Add device" reason={noDevice} /> : <AddDevice path={`${path}/devices`} user={user.name} />}
            {noOffboard ? (
              <Barred verb="Offboard user" reason={noOffboard} />
            ) : (
              <ConfirmDialog
                verb="Offboard user"
                title={`Offboard ${user.name}`}
                method="POST"
                path={`${path}/offboard`}
                type={{ label: "Username", text: user.username }}
                focus="receipts"
              >
                <p>
                  Every device of {user.name} is cut off on every node, at once and for good: VPN sessions end, certificates are revoked,
                  open invitations are withdrawn.
                </p>
                <p>This cannot be undone. To let {user.name} in again, add a new user.</p>
              </ConfirmDialog>
            )}
          </>
        }
      />
      {receipts.revision !== null || user.offboardRevision !== null ? (
        <Receipts receipts={receipts} user={user.name} offboarded={user.offboardRevision} />
      ) : null}
      <Section id="person" title="User">
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
          ) : null}
        </Properties>
      </Section>
      <Section id="devices" title="Devices">
        {devices.length === 0 ? (
          <Empty sentence="No devices yet.">{noDevice ? null : <AddDevice path={`${path}/devices`} user={user.name} />}</Empty>
        ) : (
          <ul className="flex flex-col gap-4">
            {devices.map((device) => (
              <Device key={device.id} device={device} user={user} />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
