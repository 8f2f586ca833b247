/** An address as a browser would send it: what is no percent-encoded UTF-8 becomes U+FFFD, which no name has. Pure. */
export function readableAddress(address: string): string {
  try {
    decodeURIComponent(address);
    return address;
  } catch {
    return address.replace(/(?:%[0-9a-f]{2})+|%/gi, (part) => {
      try {
        decodeURIComponent(part);
        return part;
      } catch {
        return "%EF%BF%BD";
      }
    });
  }
}

/** The methods that a route's file exports, as Next.js answers them: HEAD where there is GET, and OPTIONS always. Pure. */
export function methodsIn(file: string): string[] {
  const own = [...file.matchAll(/^export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(([, method = ""]) => method);
  return [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort();
}
