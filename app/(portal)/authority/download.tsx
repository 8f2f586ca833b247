/** A file of the API, saved by the browser. */
export function Download({ href, name, file }: { href: string; name: string; file?: string }) {
  return (
    <a href={href} download={file ?? true} className="text-accent underline-offset-2 hover:underline">
      {name}
    </a>
  );
}
