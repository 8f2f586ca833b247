/** Why a request is turned away. Few codes; the sentence is for a person and says what would be right. */
export type RefusalCode =
  | "invalid"
  | "signed-out"
  | "forbidden"
  | "missing"
  | "taken"
  | "state"
  | "full"
  | "gone"
  | "too-large"
  | "too-many"
  | "busy";

export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly sentence: string,
    readonly field?: string,
  ) {
    super(sentence);
    this.name = "Refusal";
  }
}

/** Turns the request away; only the edge (app/_shell, agent, scripts) catches it. */
export function refuse(code: RefusalCode, sentence: string, field?: string): never {
  throw new Refusal(code, sentence, field);
}
