import type { Database } from "../database";

/** Nodes that have said nothing for as long as this are silent; the others go on reporting while the pictures are taken. */
const SILENT = "vpn5";

/**
 * What the seeded company lacks and a real one has: sites, a node that is silent and one that is drained, IPv6 on every side, VPN
 * sessions that have ended, an alert that is over, a person whose name is long.
 */
export async function makeTrueToLife(database: Database, post: (to: string, body: unknown) => Promise<unknown>): Promise<void> {
  await post("/api/v1/users", {
    name: "Maximiliana Konstantinopolitanska-Wolfeschlegelsteinhausenberg",
    username: "maximiliana.wolfeschlegelsteinhausen",
    email: "maximiliana.wolfeschlegelsteinhausen@example.org",
    device: "laptop",
  });
  await database.rows("UPDATE site SET name = 'Berlin'");
  await database.rows("INSERT INTO site (id, name, created_at) VALUES (gen_random_uuid(), 'Frankfurt', now())");
  await database.rows("UPDATE node SET site_id = (SELECT id FROM site WHERE name = 'Frankfurt') WHERE name IN ('vpn4', 'vpn5', 'vpn6')");
  // Of the epoch before: what these nodes have was never written, so nobody can compare it.
  await database.rows(
    `UPDATE node SET revision = (SELECT revision FROM cluster), epoch = 0, agent_version = '0.3.0', openvpn_version = '2.6.14',
       clock_offset_ms = 12, crl_next_update = now() + interval '6 days' WHERE state = 'active'`,
  );
  await database.rows("UPDATE node SET reported_at = now() - interval '20 minutes' WHERE name = $1", [SILENT]);
  await database.rows("UPDATE node SET drained_at = now(), openvpn_running = false, vpn_session_count = 0 WHERE name = 'vpn6'");
  await database.rows("DELETE FROM vpn_session WHERE node_id = (SELECT id FROM node WHERE name = 'vpn6')");
  await database.rows("UPDATE node SET address = '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff' WHERE name = 'vpn4'");
  await database.rows("UPDATE vpn_session SET source = '[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:51820' WHERE client_id % 5 = 0");
  await database.rows(
    `INSERT INTO past_vpn_session (id, node_id, common_name, ipv4, ipv6, source, since, until, bytes_in, bytes_out)
       SELECT gen_random_uuid(), node_id, common_name, ipv4, ipv6, source, since - interval '3 hours', since - interval '1 hour',
         bytes_in * 10, bytes_out * 10 FROM vpn_session ORDER BY client_id LIMIT 100`,
  );
  await database.rows(
    `INSERT INTO alert (id, code, subject, tone, sentence, href, raised_at, cleared_at) VALUES (gen_random_uuid(), 'node-silent', 'node vpn3',
       'bad', 'vpn3 has been silent for 3 min.', '/nodes/vpn3', now() - interval '3 days', now() - interval '2 days')`,
  );
}

export async function goOnReporting(database: Database): Promise<void> {
  await database.rows(
    "UPDATE node SET reported_at = now(), revision = (SELECT revision FROM cluster) WHERE reported_at IS NOT NULL AND name <> $1",
    [SILENT],
  );
}
