// A profile that is out, with the remotes in force: only its lines about them change, everything else stays byte for byte, the key too.
// Browser-safe: the file never leaves its owner's browser (I12).
import { PemError, pemBlocks } from "../pki/pem";
import { connectionLines, GOODBYE, saysGoodbye, type ProfileRemote } from "./profile";

export type Given = { remotes: readonly ProfileRemote[]; options: { remoteRandom: boolean; explicitExitNotify: boolean } };
/** `text` has one character for each byte of the file (Latin-1), so that no byte is lost on the way. */
export type ReadProfile = { text: string; certificate: Uint8Array<ArrayBuffer>; remotes: string[] };

/** Why a file is no profile that can be rewritten, in a sentence for its owner. */
export class ProfileError extends Error {}

const MOST_BYTES = 256 * 1024;
const OURS = new Set(["remote", "remote-random", "server-poll-timeout", "connect-timeout", "connect-retry", "resolv-retry"]);
type Line = { raw: string; directive: string | null; block: string | null };

/** Reads a profile: its certificate, and the `remote` lines that it has. Throws ProfileError. */
export function readProfile(bytes: Uint8Array): ReadProfile {
  if (bytes.length === 0) throw new ProfileError("This file is empty.");
  if (bytes.length > MOST_BYTES) throw new ProfileError("This file is too large for a profile. Choose the .ovpn file.");
  if (bytes.includes(0))
    throw new ProfileError("This is not a text file. Choose the .ovpn file, not an archive, a key store or a picture.");
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const lines = linesOf(text);
  const named = (directive: string) => lines.filter((line) => line.directive === directive);
  const certificate = lines.filter(({ block }) => block === "cert").map(({ raw }) => raw);
  if (certificate.length === 0) throw new ProfileError(withoutCertificate(named("cert").length + named("pkcs12").length > 0));
  const remotes = named("remote").map(({ raw }) => raw.trim());
  return { text, certificate: derOf(certificate.join("").replaceAll("\r", "")), remotes };
}

const withoutCertificate = (elsewhere: boolean): string =>
  elsewhere
    ? "This profile keeps its certificate in a file of its own, so it was not made here as it is. Ask your admin for a renewal."
    : "There is no certificate in this file. Choose the .ovpn file that you connect with.";

function derOf(pem: string): Uint8Array<ArrayBuffer> {
  try {
    const first = pemBlocks(pem).find(({ label }) => label === "CERTIFICATE");
    if (first) return Uint8Array.from(first.der);
  } catch (error) {
    if (!(error instanceof PemError)) throw error;
  }
  throw new ProfileError("The certificate in this file is damaged. Take the file as you got it, or ask your admin for a renewal.");
}

/** The same file with these remotes: `remote` lines, remote-random and how soon the next is tried, in the place of the first. */
export function rewriteProfile({ text }: Pick<ReadProfile, "text">, { remotes, options }: Given): string {
  const lines = linesOf(text);
  const end = /\r\n/.test(lines[0]?.raw ?? "") ? "\r\n" : "\n";
  const goodbye = saysGoodbye(remotes) && options.explicitExitNotify;
  const hadGoodbye = lines.some(({ directive }) => directive === "explicit-exit-notify");
  const fresh = [...connectionLines(remotes, options), ...(goodbye && !hadGoodbye ? [GOODBYE] : [])].map((line) => line + end).join("");
  const drop = ({ directive }: Line) => directive !== null && (OURS.has(directive) || (directive === "explicit-exit-notify" && !goodbye));
  const first = lines.findIndex(({ directive }) => directive === "remote");
  // A profile without any gets them before its first block: a certificate stands in one.
  const at = first >= 0 ? first : lines.findIndex(({ block }) => block !== null);
  return lines.map((line, i) => (i === at ? fresh : "") + (drop(line) ? "" : line.raw)).join("");
}

/** Each line with what it is: a directive's name outside the inline blocks, the block's name inside. */
function linesOf(text: string): Line[] {
  let block: string | null = null;
  const lines: Line[] = [];
  for (const raw of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    // A byte order mark, as Latin-1 has it.
    const said = raw.replace(/^\u00EF\u00BB\u00BF/, "").trim();
    const opens: string | undefined = /^<([a-zA-Z0-9-]+)>$/.exec(said)?.[1];
    if (block === null && opens === "connection")
      throw new ProfileError("This profile has <connection> blocks, which none that was made here has. Ask your admin for a renewal.");
    if (block === null && opens) block = opens;
    const directive = block === null ? (/^(?:--)?([a-z][a-z0-9-]*)(?:\s|$)/.exec(said)?.[1] ?? null) : null;
    lines.push({ raw, directive, block });
    if (block !== null && said === `</${block}>`) block = null;
  }
  if (block !== null) throw new ProfileError(`This file is cut short: its part <${block}> has no end. Take the file as you got it.`);
  return lines;
}
