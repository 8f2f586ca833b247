import { newKey, send, type Method } from "@/app/_shell/client";
import { toast } from "./toast";

/** One call of the API that a button or a menu makes, what is said when it has worked, and what takes it back. */
export type Act = { method?: Method; path: string; body?: unknown; toast: string; undo?: Omit<Act, "undo"> };

/** Does it and says so; an error is a sentence in the same place. Returns whether it has worked. */
export async function act({ method = "POST", path, body, toast: sentence, undo }: Act, done: () => void): Promise<boolean> {
  const answer = await send(method, path, body, { idempotencyKey: newKey() });
  if (!answer.ok) {
    toast({ sentence: answer.problem.detail, tone: "bad" });
    return false;
  }
  toast({ sentence, tone: "good", action: undo ? { label: "Undo", run: () => void act(undo, done) } : undefined });
  done();
  return true;
}
