"use client";
import { useRef, useState, useSyncExternalStore } from "react";
import { newKey, send, type Answer, type Method } from "./client";

const never = () => () => {};

/** False in the server's HTML and true once the page's script runs: a button that needs script waits for it. */
export function useReady(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * Sends a change once, however often the button is pressed. The Idempotency-Key stays the same while the same thing is tried
 * again, and is a new one after a success or an edit.
 */
export function useSend() {
  const key = useRef<string | null>(null);
  const running = useRef(false);
  const [busy, setBusy] = useState(false);

  async function run<T>(method: Method, path: string, body: unknown): Promise<Answer<T> | null> {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    key.current ??= newKey();
    const answer = await send<T>(method, path, body, { idempotencyKey: key.current });
    // A refusal is an answer too: the next try is another request. Without one (the connection or the portal failed) nobody knows
    // whether it happened: the same key makes trying again harmless.
    if (answer.ok || (answer.problem.status !== 0 && answer.problem.status < 500)) key.current = null;
    running.current = false;
    setBusy(false);
    return answer;
  }
  return {
    busy,
    run,
    edited: () => {
      key.current = null;
    },
  };
}
