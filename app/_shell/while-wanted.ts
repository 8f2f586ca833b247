/**
 * Aborts when the client has gone, and when the portal is told to stop (scripts/start/follow-parent.mjs): what waits
 * for minutes ends then, so that the drain need not wait for it.
 */
export function whileWanted(request: Request): AbortSignal {
  const stopping: unknown = Reflect.get(globalThis, Symbol.for("homeport.stopping"));
  return stopping instanceof AbortSignal ? AbortSignal.any([request.signal, stopping]) : request.signal;
}
