/** What a refusal looks like (RFC 9457), and the codes by their status. */
export const problemSchema = {
  type: "object",
  description: "RFC 9457. `detail` is a sentence that a person can act on; `field` names what to change.",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: {
      type: "string",
      enum: ["invalid", "signed-out", "forbidden", "missing", "taken", "state", "full", "gone", "too-large", "too-many", "busy", "broke"],
    },
    field: { type: "string" },
    reference: { type: "string", description: "Finds the portal's log line of something that broke" },
  },
};

const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
const wait = { "Retry-After": { schema: { type: "integer" }, description: "Seconds to wait" } };

export const problemResponses = {
  Invalid: { description: "Something that was sent is not right: `field` says what.", content },
  SignedOut: { description: "Nobody is signed in, or the token is not good.", content },
  Forbidden: { description: "The role does not allow this.", content },
  Missing: { description: "There is nothing of that name.", content },
  Conflict: { description: "Taken, full, or not possible in this state; or somebody else changed it meanwhile.", content },
  Gone: { description: "The link or token was used, withdrawn or has expired.", content },
  TooLarge: { description: "The body is too large.", content },
  TooMany: { description: "Too many requests.", headers: wait, content },
  Broke: { description: "A bug. `reference` finds it in the portal's log.", content },
  Busy: { description: "Not at this moment: try again.", headers: wait, content },
};

const names: Readonly<Record<number, keyof typeof problemResponses>> = {
  400: "Invalid",
  401: "SignedOut",
  403: "Forbidden",
  404: "Missing",
  409: "Conflict",
  410: "Gone",
  413: "TooLarge",
  429: "TooMany",
  500: "Broke",
  503: "Busy",
};

export function problemsOf(statuses: readonly number[]): Record<string, unknown> {
  return Object.fromEntries(
    statuses.flatMap((status) => (names[status] ? [[String(status), { $ref: `#/components/responses/${names[status]}` }]] : [])),
  );
}
