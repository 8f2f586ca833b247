import { lines, typed } from "@/app/_ui/fields";
import type { Routing } from "@/lib/nodes/read-routing";

/** What the form says, as the API takes it. What is not on the screen, because it is the other protocol's, stays as it was opened. */
export function routingBody(fields: FormData, opened: Routing, protocol: string) {
  const text = (name: string, kept: string) => (fields.has(name) ? typed(fields, name).trim() : kept);
  // What is no number goes as it is, so that the refusal names the field.
  const number = (name: string, kept: number | null) => (fields.has(name) ? asNumber(typed(fields, name)) : kept);
  return {
    version: opened.version,
    protocol,
    area: text("area", opened.area),
    helloSeconds: number("helloSeconds", opened.helloSeconds),
    deadSeconds: number("deadSeconds", opened.deadSeconds),
    keyId: number("keyId", opened.keyId),
    ...secret(fields, "ospfKey"),
    localAs: number("localAs", opened.localAs),
    keepaliveSeconds: number("keepaliveSeconds", opened.keepaliveSeconds),
    holdSeconds: number("holdSeconds", opened.holdSeconds),
    ...secret(fields, "bgpPassword"),
    sites: opened.sites.map(({ site, neighbors }, at) => {
      const name = neighborsField(at);
      return { site, neighbors: fields.has(name) ? lines(fields, name).map(neighborOf) : neighbors };
    }),
  };
}

export const neighborsField = (at: number) => `sites.${at}.neighbors`;

/** An empty field keeps what is there; the tick takes it away. */
function secret(fields: FormData, name: "ospfKey" | "bgpPassword"): Record<string, string | null> {
  if (fields.has(`${name}.none`)) return { [name]: null };
  const text = typed(fields, name);
  return text ? { [name]: text } : {};
}

function asNumber(text: string): number | null {
  const trimmed = text.trim();
  return trimmed === "" ? null : Number(trimmed);
}

/** "10.10.0.1 65000" or "10.10.0.1 AS65000" */
function neighborOf(line: string): { address: string; as: number } {
  const [address = "", ...rest] = line.split(/\s+/);
  return { address, as: Number(rest.join("").replace(/^AS/i, "") || Number.NaN) };
}
