/** What an admin must know about a link that stands on the screen this once. */
export function invitationNote({ expiresAt, mailed }: { expiresAt: string; mailed: boolean }): string {
  const until = new Date(expiresAt).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return `This link is shown once. It makes one profile, and is good until ${until}.${mailed ? " It goes to the user by mail as well." : ""}`;
}
