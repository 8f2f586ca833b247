import { Copyable } from "@/app/_ui/copyable";
import { Empty } from "@/app/_ui/empty";
import { TextLink } from "@/app/_ui/link";
import { Notice } from "@/app/_ui/notice";
import { State } from "@/app/_ui/state";
import { Cell, HeadCell, Row, Table } from "@/app/_ui/table";
import { Ago, Day } from "@/app/_ui/time";
import type { OwnDevice, OwnUser } from "@/lib/accounts/read-own-devices";

/** A person's own devices with the addresses that they keep. Reading only. */
export function OwnDevices({ user, remotesKey }: { user: OwnUser; remotesKey: string }) {
  return (
    <div className="flex flex-col gap-4">
      {user.state === "active" ? null : (
        <Notice tone="attention" title={user.state === "suspended" ? "Your VPN access is suspended" : "Your VPN access has ended"}>
          <p>Ask an admin if you think this is wrong.</p>
        </Notice>
      )}
      {user.devices.length === 0 ? (
        <Empty sentence="You have no devices. Ask an admin or operator to add one." />
      ) : (
        <Table
          label="Your devices"
          columns={[{ name: "Device" }, { name: "State" }, { name: "Addresses" }, { name: "Profile until" }, { name: "Added" }]}
        >
          {user.devices.map((device) => (
            <Row key={device.name}>
              <HeadCell>{device.name}</HeadCell>
              <Cell column="State">{stateOf(device)}</Cell>
              <Cell column="Addresses">
                <span className="flex flex-col">
                  <Copyable text={device.ipv4} what={`the IPv4 address of ${device.name}`} />
                  <Copyable text={device.ipv6} what={`the IPv6 address of ${device.name}`} />
                </span>
              </Cell>
              <Cell column="Profile until">
                {device.certificate ? <Day at={device.certificate.notAfter} inRow /> : "not made yet"}
                {device.certificate && device.certificate.profileRemotes !== remotesKey ? (
                  <TextLink href="/profile" className="block">
                    Get the new remotes
                  </TextLink>
                ) : null}
              </Cell>
              <Cell column="Added">
                <Day at={device.createdAt} inRow />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </div>
  );
}

function stateOf({ connectedSince, certificate }: OwnDevice) {
  if (!connectedSince) return <State tone="muted" word={certificate ? "Not connected" : "Invited"} />;
  return (
    <span className="inline-flex flex-wrap gap-x-1">
      <State tone="good" word="Connected" /> <Ago at={connectedSince} inRow />
    </span>
  );
}
