/** A question that a button asks of the API: its answer, or the sentence why there is none. */
export async function askPortal<T extends object>(path: string): Promise<T | string> {
  try {
    const response = await fetch(path, { headers: { accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
    const said: unknown = await response.json().catch(() => null);
    // The portal is the only one who answers here: its shapes are checked by its own tests.
    if (response.ok) return said as T;
    const detail: unknown = typeof said === "object" && said !== null ? Reflect.get(said, "detail") : null;
    return typeof detail === "string" ? detail : "Something broke. Try again; if it stays, look at the portal’s log.";
  } catch {
    return "The portal did not answer. Check the connection and try again.";
  }
}
