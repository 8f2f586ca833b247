import type { InvitationLink, Readiness } from "../../../app/_shell/answers";
import type { Api, Person } from "./api";
import type { Lab } from "./lab";
import { until } from "./until";
import { takeProfile } from "./use-invitation";

/** The device's next profile, by the link that an admin sends; every node admits it when this is done. */
export async function renew(lab: Lab, api: Api, person: Person, n: number): Promise<Person> {
  const { username } = person;
  const { devices } = await api.call<{ devices: { id: string }[] }>("GET", `/api/v1/users/${username}`);
  const { link } = await api.call<InvitationLink>("POST", `/api/v1/devices/${devices[0]?.id}/renewals`, {});
  const token = link.split("#")[1] ?? "";
  const renewed = await takeProfile(api, lab.folder, { username, token, n });
  await until(
    `${username}'s renewal to be ready on all nodes`,
    async () => {
      const said = await api.call<Readiness>("POST", "/api/v1/invitations/ready", { token });
      return said.total > 0 && said.ready === said.total;
    },
    { every: 100, seen: lab.said },
  );
  return renewed;
}
