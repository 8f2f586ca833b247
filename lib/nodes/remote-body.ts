import { z } from "zod";
import { version, versionOrText } from "@/lib/core/version";
import { NODE_NAME, port, publicAddress } from "./naming";

const weightSentence = "The weight must be a whole number from 1 to 10: how often the line stands in a profile.";
const weight = z.number(weightSentence).int(weightSentence).min(1, weightSentence).max(10, weightSentence);
const proto = z.enum(["udp", "tcp"], { error: "The protocol must be udp or tcp." });
/** Host names are the same in capitals, and two lines that mean the same must be found out. */
const address = publicAddress.transform((text) => text.toLowerCase());
const name = (of: string) =>
  z.string({ error: `The ${of} must be a name.` }).refine((text) => NODE_NAME.test(text), `There is no ${of} of that name.`);

/** Where clients connect to; the protocol is the node's own, or UDP, unless it is said. */
export const RemotePlace = z.strictObject({ address, port: port.default(1194), proto: proto.default("udp") });

export const AddRemoteBody = z
  .strictObject({
    node: name("node").optional(),
    balancer: name("balancer").optional(),
    ...RemotePlace.shape,
    weight: weight.default(1),
  })
  .refine((body) => (body.node === undefined) !== (body.balancer === undefined), {
    error: "A remote is of one node, or of one balancer. Say which.",
    path: ["node"],
  });

/** What is left out stays as it is. Of whom a remote is does not change: remove it and add another. */
export const ChangeRemoteBody = z
  .strictObject({ version, address: address.optional(), port: port.optional(), proto: proto.optional(), weight: weight.optional() })
  .refine(({ version: _version, ...body }) => Object.values(body).some((value) => value !== undefined), {
    error: "Say what to change: the address, the port, the protocol or the weight.",
    path: ["address"],
  });

const placeSentence = "The place must be a whole number, 1 for the first.";
export const MoveRemoteBody = z.strictObject({
  version,
  place: z.number(placeSentence).int(placeSentence).min(1, placeSentence).max(10_000, placeSentence),
});
export const RemoveRemoteBody = z.strictObject({ version: versionOrText });

/** The page says the same before anybody asks. */
export const LAST_REMOTE = "This is the only remote: without one a profile leads nowhere. Add another first.";
