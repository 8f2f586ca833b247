export type Need = { code: string; tone: "attention" | "bad"; sentence: string; href: string; linkText: string };

export type NeedFacts = {
  now: Date;
  nodes: readonly {
    name: string;
    state: string;
    silent: boolean;
    reportedAt: Date | null;
    behind: number;
    openvpnRunning: boolean | null;
    drainedAt: Date | null;
    setAsideAt: Date | null;
    enrolledAt: Date | null;
    faults: readonly { sentence: string }[];
  }[];
  /** Reserved pairs do not count: nobody gets one without asking. */
  pool: { free: number; usable: number };
  crl: { thisUpdate: Date; nextUpdate: Date; signedAt: Date; due: boolean };
  rootKeyHere: boolean;
  /** Profiles that end within 14 days; 151 stands for more than 150. */
  expiring: number;
  issuingNotAfter: Date;
  rootNotAfter: Date;
  clock: string | null;
  users: number;
  waiting: readonly { node: string; username: string; name: string; crlNextUpdate: Date | null; reportedAt: Date | null }[];
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (date: Date | null): string => (date ? `${date.toISOString().slice(0, 16).replace("T", " ")} UTC` : "the beginning");

/** What needs a person, worst first; an empty list is a good day. */
export function whatNeedsAPerson(facts: NeedFacts): Need[] {
  const { now, nodes, pool, crl } = facts;
  const needs: Need[] = [];
  const add = (code: string, tone: Need["tone"], sentence: string, href: string, linkText: string) =>
    needs.push({ code, tone, sentence, href, linkText });
  for (const { node, username, name, crlNextUpdate, reportedAt } of facts.waiting) {
    add(
      "receipt-owed",
      "bad",
      `${node} has been silent since ${at(reportedAt)}. Until it is back or its CRL ends${crlNextUpdate ? ` on ${at(crlNextUpdate)}` : ""}, it may still admit ${name}. Stop OpenVPN on it, or bring it back.`,
      `/users/${username}`,
      `See ${name}`,
    );
  }
  for (const node of nodes) {
    const page = `/nodes/${node.name}`;
    // Whoever set it aside knows, and nobody waits for it.
    if (node.setAsideAt) {
      if (!node.silent)
        add(
          "node-back",
          "attention",
          `${node.name} is set aside, and reports again. Take it back, or remove it.`,
          page,
          `See ${node.name}`,
        );
      continue;
    }
    if (node.silent)
      add(
        "node-silent",
        "bad",
        `${node.name} has been silent since ${at(node.reportedAt ?? node.enrolledAt)}. It goes on with what it has; check the machine and its way to the portal.`,
        page,
        `See ${node.name}`,
      );
    else if (node.state === "active" && node.openvpnRunning === false && !node.drainedAt)
      add("openvpn-stopped", "bad", `OpenVPN does not run on ${node.name}: nobody can connect there.`, page, `See ${node.name}`);
    for (const fault of node.faults) add("fault", "attention", `${node.name}: ${fault.sentence}`, page, `See ${node.name}`);
    if (node.state === "joining")
      add("node-joining", "attention", `${node.name} has not joined yet. Run its join command on the machine.`, page, `See ${node.name}`);
    else if (!node.silent && node.behind > 3)
      add("node-behind", "attention", `${node.name} is behind by ${node.behind} revisions.`, page, `See ${node.name}`);
  }
  if (facts.clock) add("clock", "bad", facts.clock, "/authority", "See the authority");
  if (now.getTime() - crl.signedAt.getTime() > 2 * HOUR)
    add(
      "crl-old",
      "bad",
      `The CRL was last signed ${at(crl.signedAt)}, although it should be every hour. Nodes refuse everybody after ${at(crl.nextUpdate)}.`,
      "/authority",
      "See the CRL",
    );
  else if (crl.due)
    add(
      "crl-due",
      "attention",
      "A revocation is not in the CRL yet. Nodes refuse the device all the same; the CRL follows.",
      "/authority",
      "See the CRL",
    );
  if (facts.issuingNotAfter.getTime() - now.getTime() < 180 * DAY)
    add("issuing-ends", "attention", `The issuing CA ends on ${at(facts.issuingNotAfter)}.`, "/authority", "See the authority");
  if (facts.rootNotAfter.getTime() - now.getTime() < 365 * DAY)
    add(
      "root-ends",
      "attention",
      `The root CA ends on ${facts.rootNotAfter.toISOString().slice(0, 10)}. Every profile must be made anew under another root before that.`,
      "/authority",
      "See the authority",
    );
  if (pool.usable > 0 && pool.free / pool.usable <= 0.1)
    add(
      "pool",
      "attention",
      `The address pool is nearly full: ${pool.free} of ${pool.usable} pairs are free.`,
      "/addresses",
      "See addresses",
    );
  if (facts.expiring > 0)
    add(
      "expiring",
      "attention",
      `${facts.expiring > 150 ? "150+" : facts.expiring} ${facts.expiring === 1 ? "profile ends" : "profiles end"} within 14 days.`,
      "/authority/certificates?state=ending",
      "See certificates",
    );
  if (facts.rootKeyHere)
    add(
      "root-key-here",
      "attention",
      "The root key is still on this server. Download it as an encrypted file and take it off.",
      "/authority",
      "Take the root key off",
    );
  if (nodes.length === 0) add("no-nodes", "attention", "There is no node yet, so nobody can connect.", "/nodes/new", "Add node");
  if (facts.users === 0) add("no-users", "attention", "There are no users yet.", "/users/new", "Add user");
  return needs.sort((a, b) => Number(b.tone === "bad") - Number(a.tone === "bad"));
}
