import { writeFileSync } from "node:fs";
import path from "node:path";
import type { InvitationLink, IssuedProfile, Readiness } from "../../../app/_shell/answers";
import { makeCsr, newKeyPair } from "../../../lib/pki/make-csr";
import { toPem } from "../../../lib/pki/pem";
import { renderProfile } from "../../../lib/users/profile";
import type { Api, Person } from "./api";
import type { Lab } from "./lab";
import { until } from "./until";

/** The device's next profile, by the link that an admin sends; every node admits it when this is done. */
export async function renew(lab: Lab, api: Api, person: Person, n: number): Promise<Person> {
  const { username } = person;
  const { devices } = await api.call<{ devices: { id: string }[] }>("GET", `/api/v1/users/${username}`);
  const { link } = await api.call<InvitationLink>("POST", `/api/v1/devices/${devices[0]?.id}/renewals`, {});
  const token = link.split("#")[1] ?? "";
  const keyPair = await newKeyPair();
  const csr = toPem("CERTIFICATE REQUEST", await makeCsr(keyPair, `${username}.laptop.${n}`));
  const issued = await api.call<IssuedProfile>("POST", "/api/v1/invitations/use", { token, csr });
  const privateKeyPem = toPem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", keyPair.privateKey)));
  const profile = path.join(lab.folder, `${username}-${n}.ovpn`);
  const { chain: chainPem, certificate: certificatePem, tlsCryptV2: tlsCryptV2Pem } = issued;
  writeFileSync(profile, renderProfile({ ...issued, chainPem, certificatePem, privateKeyPem, tlsCryptV2Pem }), { mode: 0o600 });
  await until(
    `${username}'s renewal to be ready on all nodes`,
    async () => {
      const said = await api.call<Readiness>("POST", "/api/v1/invitations/ready", { token });
      return said.total > 0 && said.ready === said.total;
    },
    { every: 100, seen: lab.said },
  );
  return { username, commonName: issued.commonName, ipv4: issued.ipv4, ipv6: issued.ipv6, profile };
}
