/** The way of many links: by mail where there is a server, or as a file for whoever asks. */
export function HowToInvite({ mail }: { mail: boolean }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-strong">Links</legend>
      <label className={`flex items-center gap-2 ${mail ? "" : "text-text-soft"}`}>
        <input type="radio" name="how" value="mail" disabled={!mail} defaultChecked={mail} />
        {mail
          ? "Mail each user theirs; for those without an e-mail address there is a file"
          : "Mail each user theirs (no mail server is set)"}
      </label>
      <label className="flex items-center gap-2">
        <input type="radio" name="how" value="file" defaultChecked={!mail} />
        Download all of them as a file
      </label>
    </fieldset>
  );
}
