import { writeFileSync } from "node:fs";
import path from "node:path";
import type { IssuedProfile } from "../../../app/_shell/answers";
import { makeCsr, newKeyPair } from "../../../lib/pki/make-csr";
import { toPem } from "../../../lib/pki/pem";
import { renderProfile } from "../../../lib/users/profile";
import type { Api, Person } from "./api";

/**
 * What a browser does with an invitation's link: a key of its own, a profile around it, written to `folder`. `n` counts the device's
 * profiles. With `only`, the profile leads to that address alone.
 */
export async function takeProfile(
  api: Api,
  folder: string,
  of: { username: string; token: string; n?: number },
  only?: { address: string },
): Promise<Person> {
  const { username, token, n = 1 } = of;
  const keyPair = await newKeyPair();
  const csr = toPem("CERTIFICATE REQUEST", await makeCsr(keyPair, `${username}.laptop.${n}`));
  const issued = await api.call<IssuedProfile>("POST", "/api/v1/invitations/use", { token, csr });
  const privateKeyPem = toPem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", keyPair.privateKey)));
  const remotes = only ? [{ address: only.address, port: 1194, proto: "udp" as const }] : issued.remotes;
  const { chain: chainPem, certificate: certificatePem, tlsCryptV2: tlsCryptV2Pem } = issued;
  const text = renderProfile({ ...issued, remotes, chainPem, certificatePem, privateKeyPem, tlsCryptV2Pem });
  const profile = path.join(folder, n === 1 ? `${username}.ovpn` : `${username}-${n}.ovpn`);
  writeFileSync(profile, text, { mode: 0o600 });
  return { username, commonName: issued.commonName, ipv4: issued.ipv4, ipv6: issued.ipv6, profile };
}
