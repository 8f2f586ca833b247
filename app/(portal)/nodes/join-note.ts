/** What an admin must know about a join command that stands on the screen this once. */
export function joinNote(expiresAt: string): string {
  const until = new Date(expiresAt).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return `This command is shown once. It enrols one machine, and is good until ${until}.`;
}
