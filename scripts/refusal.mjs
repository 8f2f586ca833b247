/**
 * A start that must not go on, in one sentence that says which setting is wrong and what would be right.
 * The commands print the sentence and exit 2; anything else that is thrown is a bug and shows its stack.
 */
export class Refusal extends Error {
  name = "Refusal";
}

/** @param {unknown} error @returns {string | undefined} its `code`, where it has one (ECONNREFUSED, 28P01 …) */
export function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
