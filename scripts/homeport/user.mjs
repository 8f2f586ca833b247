import { deed, pages, part } from "./action.mjs";
import { cell, list, properties, table } from "./print.mjs";
import { addFilters, filterIn } from "./user-filter.mjs";

/** @typedef {import("./print.mjs").Json} Json */
const path = (/** @type {string | undefined} */ username) => `/api/v1/users/${part(username)}`;

/** @param {import("commander").Command} program */
export function addUser(program) {
  const user = program.command("user").description("people who may use the VPN");
  addFilters(user.command("list"))
    .description("list users: all that the search and every filter match")
    .option("--sort <order>", "name, username or added; with - before it the other way")
    .option("--limit <rows>", "rows at most", "50")
    .action(
      deed(async ({ portal, options, say }) => {
        const rows = await pages(portal, "/api/v1/users", { ...filterIn(options), sort: options.sort }, Number(options.limit));
        say({ rows }, () => table(rows, ["username", "name", "email", "state", "devices", "connected"]));
      }),
    );
  user
    .command("show <username>")
    .description("one user: devices, certificates, receipts")
    .action(
      deed(async ({ portal, say }, username) => {
        const found = await portal.ask("GET", path(username));
        say(found, () => userInWords(found));
      }),
    );
  user
    .command("add <username>")
    .description("add a user with a first device, and print the invitation's link")
    .requiredOption("--name <name>", "the person's name")
    .option("--email <address>", "where mails go")
    .option("--device <name>", "the first device", "laptop")
    .option("--no-device", "no device yet")
    .option("--mail", "mail the link to the user as well")
    .action(
      deed(async ({ portal, options: { name, email, device, mail }, say }, username) => {
        const body = { username, name, email, ...(device ? { device } : {}), ...(mail ? { mail: true } : {}) };
        const added = await portal.ask("POST", "/api/v1/users", { body });
        say(added, () => addedInWords(added));
      }),
    );
  user
    .command("edit <username>")
    .description("change a user's name or e-mail")
    .option("--name <name>")
    .option("--email <address>", "an empty one takes it away")
    .action(
      deed(async ({ portal, options: { name, email }, say }, username) => {
        const now = await portal.ask("GET", path(username));
        const body = { name: name ?? now.name, email: email ?? now.email, version: now.version };
        const changed = await portal.ask("PATCH", path(username), { body });
        say(changed, `${cell(changed.name)} (${cell(changed.username)}) is changed.`);
      }),
    );
  for (const [verb, done] of [
    ["suspend", "is suspended: no node admits any device of theirs."],
    ["resume", "is resumed: the same certificates are admitted again."],
  ]) {
    user
      .command(`${verb} <username>`)
      .description(`${verb} a user`)
      .action(deed(async ({ portal, say }, username) => say(await portal.ask("POST", `${path(username)}/${verb}`), `${username} ${done}`)));
  }
  user
    .command("offboard <username>")
    .description("cut every device of a user off, for good")
    .requiredOption("--confirm <username>", "the username again")
    .action(
      deed(async ({ portal, options: { confirm }, say }, username) => {
        const done = await portal.ask("POST", `${path(username)}/offboard`, { body: { confirm } });
        say(done, `${username} is offboarded, with revision ${cell(done.revision)}. "user show ${username}" has the nodes' receipts.`);
      }),
    );
}

/** @param {Json} added */
function addedInWords({ username, device, invitation }) {
  const link = invitation && typeof invitation === "object" ? Reflect.get(invitation, "link") : null;
  const addresses =
    device && typeof device === "object" ? ` ${cell(Reflect.get(device, "ipv4"))} ${cell(Reflect.get(device, "ipv6"))}` : "";
  return `Added ${cell(username)}.${addresses}${link ? `\n${cell(link)}` : ""}`;
}

/** @param {Json} user */
function userInWords(user) {
  const { devices: _d, receipts: _r, ...facts } = user;
  const plain = Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value !== "object" || value === null));
  const devices = list(user, "devices");
  const certificates = devices.flatMap((device) => list(device, "certificates"));
  return [
    properties(plain),
    devices.length > 0 ? table(devices, ["name", "ipv4", "ipv6", "createdAt", "removedAt", "id"]) : "No devices.",
    certificates.length > 0 ? table(certificates, ["commonName", "state", "notAfter", "serial"]) : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}
