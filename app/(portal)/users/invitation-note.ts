/** What an admin must know about a link that stands on the screen this once. */
export function invitationNote(expiresAt: string): string {
  const until = new Date(expiresAt).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return `This link is shown once. It makes one profile, and is good until ${until}.`;
}
