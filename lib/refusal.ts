import { markUnseen } from "./unseen";

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

/** What it repeats of what was sent may have come from anywhere: nothing in its sentence hides or turns the line around. */
export class Refusal extends Error {
  readonly sentence: string;
  readonly field?: string;

  constructor(
    readonly code: RefusalCode,
    sentence: string,
    field?: string,
  ) {
    super(markUnseen(sentence));
    this.name = "Refusal";
    this.sentence = this.message;
    this.field = field === undefined ? undefined : markUnseen(field);
  }
}

/** Turns the request away; only the edge (app/_shell, agent, scripts) catches it. */
export function refuse(code: RefusalCode, sentence: string, field?: string): never {
  throw new Refusal(code, sentence, field);
}
