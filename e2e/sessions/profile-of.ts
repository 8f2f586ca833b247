import { newCsr } from "../program";

type Api = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
type Details = { devices: { id: string; name: string }[] };

/** Makes the first profile of a user's first device, as its owner would: from then on the common name is known. */
export async function profileOf(api: Api, username: string): Promise<void> {
  // The shape is that of GET /api/v1/users/{username}.
  const { devices } = (await api("GET", `/api/v1/users/${username}`)) as unknown as Details;
  const [device] = devices;
  if (!device) throw new Error(`${username} has no device.`);
  const { link } = await api("POST", `/api/v1/devices/${device.id}/invitations`, {});
  const token = String(link).split("#")[1];
  await api("POST", "/api/v1/invitations/use", { token, csr: await newCsr(`${username}.${device.name}.1`) });
}
