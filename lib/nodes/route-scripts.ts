// The two scripts that keep the kernel's routes where no agent does: each connected device's /32 and /128. Pure text.

export const ROUTE_SCRIPTS = ["learn-address", "client-disconnect"] as const;
export type RouteScript = (typeof ROUTE_SCRIPTS)[number];

/** POSIX sh, because OpenVPN waits for it with everybody's traffic (fact 33): no more than one program is started. */
export function routeScript(name: RouteScript): string {
  return `#!/bin/sh\n${name === "learn-address" ? LEARN_ADDRESS : CLIENT_DISCONNECT}`;
}

// Two certificates of one device have one address: when the old one's connection ends after the new one has come up, the route is the
// new one's. So it is written down whose it is.
const OWNER = `\${HOMEPORT_ROUTES:-/run/homeport-routes}`;

// Fact 21: "update" is an "add" of an address that was somebody's before; "delete" comes minutes late and without `dev`.
const LEARN_ADDRESS = `# learn-address of a Homeport node without the agent: a device's route comes with it.
# OpenVPN calls it with: add|update|delete ADDRESS [COMMON NAME], and has "dev" in the environment, but not for "delete".
# In server.conf, without "user":  script-security 2   learn-address /etc/openvpn/learn-address
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
case \${1:-} in
add | update) ;;
# Late by minutes: client-disconnect has removed the route, and by now the address may be a new connection's.
delete) exit 0 ;;
*) echo "usage: learn-address add|update|delete ADDRESS [COMMON NAME]" >&2; exit 2 ;;
esac
case \${2:-} in
# A network behind a client: none of ours.
'' | *[!0-9a-fA-F.:]*) exit 0 ;;
*:*) family=-6 bits=128 ;;
*) family=-4 bits=32 ;;
esac
: "\${dev:?OpenVPN did not say on which device}"
owners=${OWNER}
[ -d "$owners" ] || mkdir -p "$owners"
printf '%s\\n' "\${3:-}" > "$owners/$dev,$2"
exec ip "$family" route replace "$2/$bits" dev "$dev" proto 170
`;

const CLIENT_DISCONNECT = `# client-disconnect of a Homeport node without the agent: a device's routes go with it.
# In server.conf, without "user":  script-security 2   client-disconnect /etc/openvpn/client-disconnect
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
owners=${OWNER}
gone() {
  [ -n "$1" ] || return 0
  owner=\${common_name:-}
  [ -r "$owners/$dev,$1" ] && read -r owner < "$owners/$dev,$1"
  # The device is here again, with another certificate.
  [ "$owner" = "\${common_name:-}" ] || return 0
  echo "route del $1/$2 dev $dev proto 170"
}
{
  gone "\${ifconfig_pool_remote_ip:-}" 32
  gone "\${ifconfig_pool_remote_ip6:-}" 128
} | ip -force -batch - 2> /dev/null
exit 0
`;
