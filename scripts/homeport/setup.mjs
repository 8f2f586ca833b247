import os from "node:os";
import { Option } from "commander";
import { randomBytes } from "node:crypto";
import { Refusal } from "../refusal.mjs";
import { speaker, taken } from "./action.mjs";
import { askPerson } from "./ask-person.mjs";
import { saveCredentials } from "./credentials.mjs";
import { portalWith, readUrl } from "./portal.mjs";

/** @param {import("commander").Command} program */
export function addSetup(program) {
  program
    .command("setup")
    .description("set the cluster up by the link that npm start has printed, and save an admin's API token for this account")
    .option("--link <link>", "the setup link (or HOMEPORT_SETUP_LINK, which no list of processes shows)")
    .requiredOption("--name <name>", "the first admin's name")
    .requiredOption("--email <address>", "the first admin's e-mail address")
    .requiredOption("--cluster <name>", "the cluster's name")
    .option("--ipv4 <range>", "the pool's IPv4 range", "10.8.0.0/16")
    .option("--ipv6 <prefix>", "the pool's IPv6 prefix (default: a new unique local one)")
    .addOption(
      new Option("--topology <name>", "OpenVPN's topology, for ever: in net30 a device takes four addresses")
        .choices(["subnet", "net30"])
        .default("subnet"),
    )
    .option("--dns <addresses>", "name servers for the clients, with commas", "")
    .option("--search <domains>", "search domains, with commas", "")
    .option("--routes4 <networks>", "IPv4 networks behind the nodes, with commas", "")
    .option("--routes6 <networks>", "IPv6 networks behind the nodes, with commas", "")
    .option("--days <days>", "how long the saved token is good", "365")
    .addHelpText("after", "\nThe password is asked for, or comes from HOMEPORT_PASSWORD.")
    .action(setUp);
}

/** @param {unknown[]} args */
async function setUp(...args) {
  const { command, options } = taken(args);
  const link = await askPerson(options.link ?? process.env.HOMEPORT_SETUP_LINK, "Setup link", {
    secret: true,
    otherwise: "The setup link is missing: npm start prints it. Give it as HOMEPORT_SETUP_LINK or with --link.",
  });
  const [address, token] = link.split("#");
  if (!address || !token) throw new Refusal("The setup link is not whole: it ends with # and a token.");
  const url = readUrl(options.url ?? address);
  const password = await askPerson(process.env.HOMEPORT_PASSWORD, "Password of 12 characters or more", {
    secret: true,
    otherwise: "The password is missing: set HOMEPORT_PASSWORD, or run this at a terminal.",
  });
  const lines = (/** @type {string | undefined} */ text) =>
    (text ?? "")
      .split(",")
      .map((line) => line.trim())
      .filter(Boolean);
  const response = await portalWith(url, { origin: url }).open("POST", "/api/v1/setup", {
    body: {
      token,
      admin: { name: options.name, email: options.email, password },
      cluster: { name: options.cluster, topology: options.topology },
      pool: { ipv4: options.ipv4, ipv6: options.ipv6 ?? uniqueLocalPrefix() },
      push: {
        nameServers: lines(options.dns),
        searchDomains: lines(options.search),
        routes4: lines(options.routes4),
        routes6: lines(options.routes6),
      },
    },
  });
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const signedIn = portalWith(url, { origin: url, cookie });
  const days = Number(options.days);
  const made = await signedIn.ask("POST", "/api/v1/tokens", {
    body: { name: `command line of ${os.userInfo().username} on ${os.hostname()}`.slice(0, 60), role: "admin", expiresInDays: days },
  });
  const file = saveCredentials(process.env, { url, token: String(made.token) });
  await signedIn.ask("POST", "/api/auth/sign-out");
  speaker(command)(
    { url, credentials: file, expiresAt: made.expiresAt },
    `The cluster ${options.cluster} is set up at ${url}.\nAn admin's API token is in ${file}, good for ${days} days.`,
  );
}

/** fd, 40 random bits, subnet 8000 (RFC 4193). */
function uniqueLocalPrefix() {
  const hex = `fd${randomBytes(5).toString("hex")}`;
  return `${hex.slice(0, 4)}:${hex.slice(4, 8)}:${hex.slice(8, 12)}:8000::/64`;
}
