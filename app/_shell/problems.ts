import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { asRefusal } from "@/lib/db/errors";
import { log } from "@/lib/log";
import { Refusal, type RefusalCode } from "@/lib/refusal";

const STATUS: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  "signed-out": 401,
  forbidden: 403,
  missing: 404,
  taken: 409,
  state: 409,
  full: 409,
  gone: 410,
  "too-large": 413,
  "too-many": 429,
  busy: 503,
};
const TITLE: Readonly<Record<RefusalCode, string>> = {
  invalid: "Not valid",
  "signed-out": "Not signed in",
  forbidden: "Not allowed",
  missing: "Not found",
  taken: "Taken",
  state: "Not possible now",
  full: "Full",
  gone: "No longer good",
  "too-large": "Too large",
  "too-many": "Too many requests",
  busy: "Busy",
};

/** RFC 9457 problem details. `detail` is the sentence; `field` names what to change. */
export function problem(refusal: Refusal, headers: Record<string, string> = {}): Response {
  const { code, sentence, field } = refusal;
  const status = STATUS[code];
  const retry: Record<string, string> = code === "too-many" ? { "retry-after": "60" } : code === "busy" ? { "retry-after": "2" } : {};
  return Response.json(
    { type: "about:blank", title: TITLE[code], status, detail: sentence, code, ...(field ? { field } : {}) },
    { status, headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...retry, ...headers } },
  );
}

/** The only place that catches: refusals become problems, bugs become a reference and a whole line in the log. */
export function answerFor(error: unknown, where: string): Response {
  const known = asRefusal(error);
  if (known instanceof Refusal) return problem(known);
  const reference = randomBytes(3).toString("hex").toUpperCase();
  log("error", "request.broke", { reference, where, error });
  return Response.json(
    {
      type: "about:blank",
      title: "Something broke",
      status: 500,
      detail: `Something broke, reference ${reference}. The portal's log has the rest.`,
      code: "broke",
      reference,
    },
    { status: 500, headers: { "content-type": "application/problem+json", "cache-control": "no-store" } },
  );
}

/** zod's first complaint as a refusal: a sentence, and the field's path in dots. */
export function asInvalid(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  if (!issue) return new Refusal("invalid", "The request is not right.");
  const field = issue.path.join(".");
  const name = field || "The body";
  if (issue.code === "unrecognized_keys")
    return new Refusal(
      "invalid",
      `There is no field ${issue.keys.map((key) => JSON.stringify(key).slice(0, 60)).join(", ")} here. Leave it out.`,
      field || issue.keys[0],
    );
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input"))
    return new Refusal("invalid", `${name} must be of type ${issue.expected}.`, field || undefined);
  if (issue.code === "too_big" && issue.origin === "string" && issue.message.startsWith("Too big"))
    return new Refusal("invalid", `${name} is too long: ${issue.maximum} characters at most.`, field || undefined);
  if (issue.code === "too_small" && issue.origin === "string" && issue.message.startsWith("Too small"))
    return new Refusal(
      "invalid",
      issue.minimum === 1 ? `${name} is empty.` : `${name} is too short: ${issue.minimum} characters at least.`,
      field || undefined,
    );
  if (issue.code === "invalid_value" && issue.message.startsWith("Invalid"))
    return new Refusal("invalid", `${name} must be one of: ${issue.values.map(String).join(", ")}.`, field || undefined);
  if (issue.message.startsWith("Invalid") || issue.message.startsWith("Too "))
    return new Refusal("invalid", `${name} is not right: ${issue.message.replace(/^Invalid \w+: /, "")}.`, field || undefined);
  return new Refusal("invalid", issue.message, field || undefined);
}
