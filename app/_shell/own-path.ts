/** Where proxy.ts writes down which page was asked for; what a browser sends under this name is overwritten there. */
export const PATH_HEADER = "x-homeport-path";

/** Where to go after sign-in: a page of this portal and nothing else, so that a link to here cannot lead elsewhere. */
export function ownPath(next: string | string[] | null | undefined): string {
  if (typeof next !== "string" || next.length > 1000) return "/";
  const page = /^\/(?![/\\])[\w/.?=&%+:~,@!*'()-]*$/.test(next) && !/^\/(sign-in|setup|join|api)([/?]|$)/.test(next);
  return page ? next : "/";
}
