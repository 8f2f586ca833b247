/**
 * The portal's address. Join token, node token and the first sight of the pinned key travel over it, so plain http is
 * for this machine only. Throws with a sentence.
 */
export function readPortalUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`--portal must be an address such as https://vpn.example.org, not "${text}".`);
  }
  const plain = url.protocol === "http:";
  if (!plain && url.protocol !== "https:") throw new Error("--portal must begin with https://.");
  if (url.username || url.password || url.search || url.hash)
    throw new Error("--portal must be the address alone, without a name, a password, a ? or a #.");
  if (plain && !isLoopback(url.hostname)) {
    throw new Error(`--portal ${url.origin} is plain http beyond this machine: anybody on the way could read the node's token. Use https.`);
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
