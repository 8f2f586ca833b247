import { countGuess, TooMany } from "@/lib/accounts/request-limit";
import { Refusal } from "@/lib/refusal";
import { answerFor } from "./problems";

export function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}

/** The answer to what went wrong; a request without a good credential is counted against its source. */
export async function answerCounted(error: unknown, where: string, source: string | null): Promise<Response> {
  const told = error instanceof Refusal && error.code === "signed-out" ? await guessed(error, source) : error;
  const answer = answerFor(told, where);
  if (told instanceof TooMany) for (const [name, value] of Object.entries(told.headers)) answer.headers.set(name, value);
  return answer;
}

async function guessed(error: Refusal, source: string | null): Promise<Refusal> {
  try {
    await countGuess(source);
    return error;
  } catch (refused) {
    if (refused instanceof Refusal) return refused;
    throw refused;
  }
}
