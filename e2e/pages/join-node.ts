import { THIS_RELEASE } from "../../lib/nodes/agent-release";
import { makeCsr, newKeyPair } from "../../lib/pki/make-csr";
import { toPem } from "../../lib/pki/pem";

/** Enrols a node through the API, with the token of its join command: for pages that show nodes where no OpenVPN is asked for. */
export async function joinByApi(url: string, node: string, command: string): Promise<void> {
  const joinToken = /JOIN_TOKEN='([\w-]{43})'/.exec(command)?.[1];
  const csr = toPem("CERTIFICATE REQUEST", await makeCsr(await newKeyPair(), node));
  const response = await fetch(`${url}/api/v1/nodes/enrol`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ joinToken, csr, agentVersion: THIS_RELEASE }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
}
