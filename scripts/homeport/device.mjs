import { Refusal } from "../refusal.mjs";
import { deed, part } from "./action.mjs";
import { cell, list, table } from "./print.mjs";

/** @typedef {import("./portal.mjs").Portal} Portal */
const REASONS = "keyCompromise, affiliationChanged, superseded, cessationOfOperation, privilegeWithdrawn or unspecified";

/** @type {[string, string]} */
const MAIL = ["--mail", "mail the link to the user as well"];

/** @param {import("commander").Command} program */
export function addDevice(program) {
  const device = program.command("device").description("what people connect from; a device is named user/device, such as ann.smith/laptop");
  device
    .command("list <username>")
    .description("a user's devices")
    .action(
      deed(async ({ portal, say }, username) => {
        const devices = await devicesOf(portal, username ?? "");
        say({ devices }, () => table(devices, ["name", "ipv4", "ipv6", "createdAt", "removedAt", "id"]));
      }),
    );
  device
    .command("add <device>")
    .description("add a device, such as ann.smith/phone, and print its invitation's link")
    .option("--ipv4 <address>", "this free pair, by its IPv4 address")
    .option(...MAIL)
    .action(
      deed(async ({ portal, options: { ipv4, mail }, say }, device) => {
        const { username, name } = split(device);
        const body = { name, ...(ipv4 ? { ipv4 } : {}), ...(mail ? { mail: true } : {}) };
        const added = await portal.ask("POST", `/api/v1/users/${part(username)}/devices`, { body });
        say(added, `Added ${device}.\n${linkIn(added.invitation)}`);
      }),
    );
  device
    .command("invite <device>")
    .description("make a new invitation for a device that has no profile yet")
    .option(...MAIL)
    .action(
      deed(async ({ portal, options: { mail }, say }, device) => {
        const made = await portal.ask("POST", `${await pathOf(portal, device)}/invitations`, { body: mail ? { mail: true } : {} });
        say(made, linkIn(made));
      }),
    );
  device
    .command("renew <device>")
    .description("make the link for a device's next certificate; the one in force stays good beside it for a while")
    .option(...MAIL)
    .action(
      deed(async ({ portal, options: { mail }, say }, device) => {
        const made = await portal.ask("POST", `${await pathOf(portal, device)}/renewals`, { body: mail ? { mail: true } : {} });
        say(made, linkIn(made.invitation ?? made));
      }),
    );
  device
    .command("revoke <device>")
    .description("revoke a device: its certificates, its sessions, its address pair")
    .option("--reason <reason>", REASONS, "unspecified")
    .action(
      deed(async ({ portal, options: { reason }, say }, device) => {
        const done = await portal.ask("POST", `${await pathOf(portal, device)}/revoke`, { body: { reason } });
        say(done, `${device} is revoked (${reason}), with revision ${cell(done.revision)}.`);
      }),
    );
  device
    .command("lost <device>")
    .description("the device was lost or stolen: revoke it as compromised, at once")
    .action(
      deed(async ({ portal, say }, device) => {
        const done = await portal.ask("POST", `${await pathOf(portal, device)}/lost`);
        say(done, `${device} is revoked as compromised, with revision ${cell(done.revision)}. "device add" gives the person another.`);
      }),
    );
}

/** @param {string | undefined} text */
function split(text) {
  const [username, name, more] = (text ?? "").split("/");
  if (!username || !name || more !== undefined)
    throw new Refusal(`"${text}" is not a device: write user/device, such as ann.smith/laptop.`);
  return { username, name };
}

/** @param {Portal} portal @param {string} username */
const devicesOf = async (portal, username) => list(await portal.ask("GET", `/api/v1/users/${part(username)}`), "devices");

/** @param {Portal} portal @param {string | undefined} text user/device */
async function pathOf(portal, text) {
  const { username, name } = split(text);
  const found = (await devicesOf(portal, username)).find((device) => device.name === name);
  if (!found) throw new Refusal(`${username} has no device ${name}: "device list ${username}" shows what there is.`);
  return `/api/v1/devices/${part(String(found.id))}`;
}

/** @param {unknown} invitation */
function linkIn(invitation) {
  const link = invitation && typeof invitation === "object" ? Reflect.get(invitation, "link") : null;
  return link ? String(link) : "There is no link in this answer.";
}
