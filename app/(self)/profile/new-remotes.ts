import { send } from "@/app/_shell/client";
import { ProfileError, readProfile, rewriteProfile, type Given } from "@/lib/users/rewrite-profile";

/** `before` and `after` are the remote lines; the same where nothing had to change. */
export type Renewed = {
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
  commonName: string;
  before: string[];
  after: string[];
  same: boolean;
};
type Answer = Given & { commonName: string };

const bytesOf = (latin1: string): Uint8Array<ArrayBuffer> => Uint8Array.from(latin1, (one) => one.charCodeAt(0));

/**
 * Reads the file here, asks the portal for the remotes in force by the fingerprint of the certificate, and writes them into the file. Of
 * the file nothing is sent but that fingerprint. A sentence where it cannot be done.
 */
export async function newRemotes(file: File): Promise<Renewed | string> {
  try {
    // A profile is small; of what is not, no more is read than tells.
    const read = readProfile(new Uint8Array(await file.slice(0, 512 * 1024).arrayBuffer()));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", read.certificate));
    const fingerprint = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const answer = await send<Answer>("POST", "/api/v1/profiles/remotes", { fingerprint });
    if (!answer.ok) return answer.problem.detail;
    const bytes = bytesOf(rewriteProfile(read, answer.value));
    const after = readProfile(bytes);
    const { commonName } = answer.value;
    return { fileName: file.name, bytes, commonName, before: read.remotes, after: after.remotes, same: after.text === read.text };
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    if (error instanceof DOMException) return "The file could not be read. Choose it again.";
    throw error;
  }
}
