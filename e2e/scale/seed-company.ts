import { createHash } from "node:crypto";
import { chainHash } from "../../lib/core/audit";
import type { Ranges } from "../../lib/addresses/pool";
import { remotesKey } from "../../lib/nodes/remote-list";
import { searchTermsOf } from "../../lib/users/search-terms";
import type { Database } from "../database";
import { person, type Person } from "./people";

const BATCH = 5_000;
const DAY = 86_400_000;
const NODES = 6;
/** Who is connected, of those who may. */
const CONNECTED = 1_500;

const hex = (text: string) => createHash("sha1").update(text).digest("hex");
const uuid = (kind: string, n: number) => {
  const h = hex(`${kind} ${n}`);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

/**
 * Fills a cluster that is set up with a company of `count` people, as years of work would have left it: users, devices, pairs,
 * certificates, revocations, VPN sessions, the audit log (chained). By SQL, because the verbs would take an hour.
 */
export async function seedCompany(database: Database, pool: Ranges, count: number): Promise<void> {
  const start = new Date(Date.now() - 300 * DAY);
  const revision = 1_000n;
  await database.rows("UPDATE cluster SET revision = $1", [revision.toString()]);
  const [issuing] = await database.rows<{ id: number; der: Buffer }>("SELECT id, der FROM authority WHERE kind = 'issuing'");
  if (!issuing) throw new Error("The cluster is not set up.");
  let revoked = 0;
  for (let from = 0; from < count; from += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => person(from + i, pool, start));
    await addPeople(database, people);
    await addDevices(database, people, issuing, revision);
    revoked = await addRevocations(database, people, issuing.id, revoked);
  }
  await database.rows("UPDATE authority SET last_sequence = $1 WHERE id = $2", [revoked, issuing.id]);
  await addNodes(database, revision);
  await addVpnSessions(database, Math.min(CONNECTED, Math.floor(count / 3)), pool, start);
  await addHistory(database, count, pool, start);
  await addRefusedSignIns(database, count);
  await database.rows("ANALYZE");
}

/** Of the first account two in three; the rest tried addresses that nobody has. */
async function addRefusedSignIns(database: Database, count: number): Promise<void> {
  await database.rows(
    `INSERT INTO security_event (id, at, kind, source, detail, account_id)
     SELECT gen_random_uuid(), now() - i * interval '60 days' / $1::int, 'sign-in.refused',
       CASE WHEN i % 4 = 0 THEN '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff' ELSE '198.51.100.' || i % 250 END, 'x',
       CASE WHEN i % 3 < 2 THEN (SELECT id FROM account ORDER BY created_at LIMIT 1) END FROM generate_series(1, $1::int) i`,
    [count],
  );
}

/** The list that profiles have; one in fifty is from before it. */
const REMOTES_KEY = remotesKey({
  remotes: Array.from({ length: NODES }, (_, i) => ({ address: `vpn${i + 1}.example.org`, port: 1194, proto: "udp" })),
  remoteRandom: true,
});

const states = (people: Person[]) => people.map((one) => one.state);

async function addPeople(database: Database, people: Person[]): Promise<void> {
  await database.rows(
    `INSERT INTO "user" (id, username, name, email, state, created_at, suspended_at, offboarded_at, refused_at, offboard_revision)
     SELECT id, username, name, email, state::"UserState", at, CASE WHEN state = 'suspended' THEN at END,
       CASE WHEN state = 'offboarded' THEN at END, CASE WHEN state = 'offboarded' THEN at END, CASE WHEN state = 'offboarded' THEN 900 END
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) t(id, username, name, email, state, at)`,
    [
      people.map((one) => uuid("user", one.n)),
      people.map((one) => one.username),
      people.map((one) => one.name),
      people.map((one) => one.email),
      states(people),
      people.map((one) => one.at),
    ],
  );
  const terms = people.flatMap((one) => searchTermsOf(one).map((term) => ({ term, id: uuid("user", one.n) })));
  await database.rows("INSERT INTO search_term (term, user_id) SELECT * FROM unnest($1::text[], $2::uuid[])", [
    terms.map(({ term }) => term),
    terms.map(({ id }) => id),
  ]);
}

async function addDevices(database: Database, people: Person[], issuing: { id: number; der: Buffer }, revision: bigint): Promise<void> {
  const ids = people.map((one) => uuid("device", one.n));
  await database.rows(
    `INSERT INTO device (id, user_id, name, last_number, created_at, removed_at, ipv4, ipv6)
     SELECT id, user_id, 'laptop', 1, at, CASE WHEN state = 'offboarded' THEN at END, ipv4, ipv6
     FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[]) t(id, user_id, at, state, ipv4, ipv6)`,
    [
      ids,
      people.map((one) => uuid("user", one.n)),
      people.map((one) => one.at),
      states(people),
      people.map((one) => one.ipv4),
      people.map((one) => one.ipv6),
    ],
  );
  await database.rows(
    `UPDATE address_pair p SET state = CASE WHEN t.state = 'offboarded' THEN 'quarantined' ELSE 'assigned' END::"PairState",
       device_id = CASE WHEN t.state = 'offboarded' THEN NULL ELSE t.id END,
       released_at = CASE WHEN t.state = 'offboarded' THEN now() END, release_revision = CASE WHEN t.state = 'offboarded' THEN 900 END
     FROM unnest($1::uuid[], $2::text[], $3::text[]) t(id, state, ipv4) WHERE p.ipv4 = t.ipv4`,
    [ids, states(people), people.map((one) => one.ipv4)],
  );
  await database.rows(
    `INSERT INTO certificate (serial, kind, authority_id, common_name, device_id, spki_sha256, not_before, not_after, reserved_at, issued_at, der, revision, removal_revision, profile_remotes)
     SELECT serial, 'device', $6, name, id, serial, at, at + interval '825 days', at, at, $7 || decode(serial, 'hex'), 10, CASE WHEN state = 'active' THEN NULL ELSE 900 END, remotes
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[], $8::text[]) t(serial, name, id, at, state, remotes)`,
    [
      people.map((one) => hex(`serial ${one.n}`).replace(/^./, "1")),
      people.map((one) => `${one.username}.laptop.1`),
      ids,
      people.map((one) => one.at),
      states(people),
      issuing.id,
      issuing.der,
      people.map((one) => (one.n % 50 === 0 ? null : REMOTES_KEY)),
    ],
  );
  await database.rows(
    `INSERT INTO invitation (id, device_id, token_hash, created_at, created_by, expires_at, used_at, serial)
     SELECT id, id, encode(sha256(id::text::bytea), 'hex'), at, 'ada@example.org', at + interval '72 hours', at, serial
     FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) t(id, at, serial)`,
    [ids, people.map((one) => one.at), people.map((one) => hex(`serial ${one.n}`).replace(/^./, "1"))],
  );
  if (revision < 900n) throw new Error("The cluster's revision must be above those of its rows.");
}

async function addRevocations(database: Database, people: Person[], authority: number, before: number): Promise<number> {
  const gone = people.filter((one) => one.state === "offboarded");
  await database.rows(
    `INSERT INTO revocation (serial, authority_id, sequence, reason, revoked_at, revoked_by)
     SELECT serial, $4, sequence, 5, at, 'ada@example.org' FROM unnest($1::text[], $2::int[], $3::timestamptz[]) t(serial, sequence, at)`,
    [
      gone.map((one) => hex(`serial ${one.n}`).replace(/^./, "1")),
      gone.map((_, i) => before + i + 1),
      gone.map((one) => one.at),
      authority,
    ],
  );
  return before + gone.length;
}

async function addNodes(database: Database, revision: bigint): Promise<void> {
  for (let n = 1; n <= NODES; n++) {
    await database.rows(
      `INSERT INTO node (id, site_id, name, address, port, state, created_at, enrolled_at, enrolled_revision, reported_at, epoch, revision, openvpn_running, vpn_session_count)
       VALUES ($1, (SELECT id FROM site LIMIT 1), $2, $3, 1194, 'active', now(), now(), 1, now(), 1, $4, true, 0)`,
      [uuid("node", n), `vpn${n}`, `vpn${n}.example.org`, revision.toString()],
    );
    await database.rows("INSERT INTO remote (id, node_id, address, port, position, created_at) VALUES ($1, $1, $2, 1194, $3, now())", [
      uuid("node", n),
      `vpn${n}.example.org`,
      n,
    ]);
  }
}

async function addVpnSessions(database: Database, count: number, pool: Ranges, start: Date): Promise<void> {
  const there = Array.from({ length: count * 2 }, (_, n) => person(n * 2, pool, start))
    .filter((one) => one.state === "active")
    .slice(0, count);
  await database.rows(
    `INSERT INTO vpn_session (node_id, client_id, common_name, ipv4, ipv6, source, since, bytes_in, bytes_out)
     SELECT node, n, name, ipv4, ipv6, '203.0.113.9:1194', now() - interval '1 hour', n * 1000, n * 3000
     FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[]) t(node, n, name, ipv4, ipv6)`,
    [
      there.map((_, i) => uuid("node", (i % NODES) + 1)),
      there.map((_, i) => i),
      there.map((one) => `${one.username}.laptop.1`),
      there.map((one) => one.ipv4),
      there.map((one) => one.ipv6),
    ],
  );
  await database.rows("UPDATE node SET vpn_session_count = (SELECT count(*) FROM vpn_session s WHERE s.node_id = node.id)");
}

/** The audit log goes on from where it is: an entry for each person, chained. */
async function addHistory(database: Database, count: number, pool: Ranges, start: Date): Promise<void> {
  const [cluster] = await database.rows<{ audit_seq: string; audit_head: string }>("SELECT audit_seq, audit_head FROM cluster");
  let seq = BigInt(cluster?.audit_seq ?? 0);
  let previous = cluster?.audit_head ?? "";
  for (let from = 0; from < count; from += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => {
      const { username, name, at } = person(from + i, pool, start);
      const entry = {
        seq: ++seq,
        at,
        actor: "ada@example.org",
        action: "user.add",
        subject: `user ${username}`,
        details: { name },
        source: null,
        previous,
      };
      const hash = chainHash(entry);
      previous = hash;
      return { ...entry, hash };
    });
    await database.rows(
      `INSERT INTO audit_entry (seq, at, actor, action, subject, details, source, previous, hash)
       SELECT seq, at, 'ada@example.org', 'user.add', subject, details, NULL, previous, hash
       FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::jsonb[], $5::text[], $6::text[]) t(seq, at, subject, details, previous, hash)`,
      [
        entries.map((one) => one.seq.toString()),
        entries.map((one) => one.at),
        entries.map((one) => one.subject),
        entries.map((one) => JSON.stringify(one.details)),
        entries.map((one) => one.previous),
        entries.map((one) => one.hash),
      ],
    );
  }
  await database.rows("UPDATE cluster SET audit_seq = $1, audit_head = $2", [seq.toString(), previous]);
}
