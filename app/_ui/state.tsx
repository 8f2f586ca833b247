export type Tone = "neutral" | "good" | "attention" | "bad" | "muted";

const dots: Record<Tone, string> = {
  neutral: "bg-text-soft",
  good: "bg-good",
  attention: "bg-attention",
  bad: "bg-bad",
  muted: "border border-edge bg-transparent",
};

const words: Record<Tone, string> = { neutral: "", good: "", attention: "text-attention", bad: "text-bad", muted: "text-text-soft" };

/** Longer ones are sentences, which go on in the next line. */
const UNBROKEN = 24;

/** A state is a word first; the dot only says it again. */
export function State({ tone, word }: { tone: Tone; word: string }) {
  return (
    <span className={`inline-flex items-start gap-2 align-bottom ${word.length > UNBROKEN ? "" : "whitespace-nowrap"} ${words[tone]}`}>
      <span aria-hidden="true" className={`mt-1.5 size-2 shrink-0 rounded-full ${dots[tone]}`} />
      {word}
    </span>
  );
}
