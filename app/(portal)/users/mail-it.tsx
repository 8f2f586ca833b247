/** Whether the link goes to its user by mail as well; nothing where there is no way to them. */
export function MailIt({ to }: { to: string | null }) {
  return to === null ? null : (
    <label className="flex items-center gap-2">
      <input type="checkbox" name="mail" defaultChecked />
      <span className="wrap-anywhere">Mail the link to {to}</span>
    </label>
  );
}

export const mailAsked = (fields: FormData): { mail: boolean } => ({ mail: fields.get("mail") !== null });
