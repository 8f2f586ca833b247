/** Four times a second at most. */
const LEAST_GAP = 250;
const POLL = 3000;

/** A page that is read again while the portal is away would become the browser's own error page. */
export const portalIsUp = () =>
  fetch("/api/health", { cache: "no-store" }).then(
    (response) => response.ok,
    () => false,
  );

/**
 * Calls `look` after every change: told by the portal's event stream, or every three seconds where nothing has come through it
 * (a proxy that buffers, a portal that restarts). Rests while the page is hidden. Returns what ends it.
 */
export function followChanges(look: () => void): () => void {
  let stream: EventSource | null = null;
  let through = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  const lookSoon = () => {
    soon ??= setTimeout(
      () => {
        soon = undefined;
        last = Date.now();
        look();
      },
      Math.max(0, last + LEAST_GAP - Date.now()),
    );
  };
  // The portal's own "open" is a message; the browser's event of that name only says that headers came. What changed between the
  // page and the stream was not heard: so one look then.
  const heard = (event: Event) => {
    if (!(event instanceof MessageEvent)) return;
    through = true;
    lookSoon();
  };
  const listen = () => {
    stream?.close();
    stream = new EventSource("/api/v1/events");
    stream.addEventListener("open", heard);
    stream.addEventListener("change", heard);
    stream.addEventListener("error", () => {
      through = false;
    });
  };
  const rest = () => {
    stream?.close();
    stream = null;
    through = false;
    clearTimeout(soon);
    soon = undefined;
  };
  const poll = async () => {
    if (through || document.hidden) return;
    // A stream that was refused, not cut, is not opened again by the browser.
    if (stream?.readyState === EventSource.CLOSED) listen();
    if ((await portalIsUp()) && !through && !document.hidden) lookSoon();
  };
  const onVisibility = () => (document.hidden ? rest() : listen());

  if (!document.hidden) listen();
  const timer = setInterval(() => void poll(), POLL);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisibility);
    rest();
  };
}
