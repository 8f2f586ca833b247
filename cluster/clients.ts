import type { Api, Person } from "../e2e/cluster/lab/api";
import { takeProfile } from "../e2e/cluster/lab/use-invitation";
import { openPlace, type Place, type VpnClient } from "../e2e/cluster/lab/vpn-client";
import { eachOf } from "./each-of";
import type { ClusterNetwork } from "./network";
import type { Link } from "./people";
import { BALANCER, clientAddress, MOST } from "./plan";

/** Somebody with a machine on the internet, a profile of their own and OpenVPN. */
export type ClusterClient = { person: Person; place: Place; vpn: VpnClient };

/** Opens people's machines until the cluster closes. */
export type Places = { open: () => Promise<Place>; close: () => Promise<void> };

export function openPlaces(folder: string, network: ClusterNetwork): Places {
  const opened: Promise<Place>[] = [];
  return {
    open: () => {
      const number = opened.length + 1;
      if (number > MOST.clients) throw new Error(`There is room for ${MOST.clients} machines of people.`);
      // Through the balancer's machine a person's machine finds the nodes behind it too: some tests dial one of them.
      const place = openPlace({ number, folder, network, address: clientAddress(number), gateway: BALANCER.address });
      opened.push(place);
      return place;
    },
    close: async () => {
      const settled = await Promise.allSettled(opened);
      await Promise.all(settled.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
    },
  };
}

/** Takes each link's profile, and connects with it from a machine of its own; gives them back when all are up. */
export async function connectAll(api: Api, folder: string, places: Places, links: readonly Link[]): Promise<ClusterClient[]> {
  const clients: ClusterClient[] = [];
  await eachOf(links, 6, async ({ username, token }, index) => {
    const [person, place] = await Promise.all([takeProfile(api, folder, { username, token }), places.open()]);
    clients[index] = { person, place, vpn: await place.connect(person.profile) };
  });
  // Each has just been answered by a node, or asks again every few seconds until the node has its ccd file.
  await eachOf(clients, 3, async ({ vpn }) => void (await vpn.up(120_000)));
  return clients;
}
