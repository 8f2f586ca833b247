// The same balancer as a configuration of nginx, for those who prefer it. Pure; a test asks `nginx -t`.
import type { BalancerSettings } from "./node-settings";

const literal = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/**
 * A `stream` block to include at the top level of nginx.conf. nginx notices a node that is away only by the clients that it failed, and
 * the nodes see nginx's own address in place of the clients'.
 */
export function renderNginxStream(name: string, { listeners, backends }: BalancerSettings): string {
  const protos = (["udp", "tcp"] as const).filter(
    (proto) => listeners.some((one) => one.proto === proto) && backends.some((one) => one.proto === proto),
  );
  const lines = protos.flatMap((proto) => [
    `    upstream homeport_${proto} {`,
    "        # The port too: one office's clients are not to end on one node.",
    "        hash $remote_addr:$remote_port consistent;",
    ...backends
      .filter((one) => one.proto === proto)
      .map((one) => `        server ${literal(one.address)}:${one.port} max_fails=1 fail_timeout=10s; # ${one.node}`),
    "    }",
    ...listeners.filter((one) => one.proto === proto).flatMap(({ address, port }) => serverOf(address, port, proto)),
  ]);
  return [
    `# The balancer ${name}, for nginx with the stream module (on Debian: libnginx-mod-stream).`,
    "# Include this file at the top level of nginx.conf, beside http { }; make it again when its nodes change.",
    "stream {",
    ...lines,
    "}",
    "",
  ].join("\n");
}

function serverOf(address: string | null, port: number, proto: "udp" | "tcp"): string[] {
  const places = address === null ? [`${port}`, `[::]:${port}`] : [`${literal(address)}:${port}`];
  return [
    "    server {",
    ...places.map((place) => `        listen ${place}${proto === "udp" ? " udp reuseport" : ""};`),
    `        proxy_pass homeport_${proto};`,
    // Nodes ping every 3 s and give up after 20: a flow that is silent for longer has ended.
    `        proxy_timeout ${proto === "udp" ? "25s" : "60s"};`,
    "        proxy_connect_timeout 2s;",
    "    }",
  ];
}
