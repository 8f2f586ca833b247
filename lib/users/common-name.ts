// `<username>.<device>.<n>`: the name of one certificate, of its ccd file and of its VPN session.
// The last two dots split it. Pure, shared with the node agent and the browser.

export const COMMON_NAME_BYTES = 64; // what OpenVPN keeps of a common name (fact 13)
/** Seven digits are what 64 bytes leave after the longest username and device. */
export const MOST_CERTIFICATES = 9_999_999;

export const USERNAME = /^(?=.{1,36}$)[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*$/;
export const DEVICE_NAME = /^[a-z0-9][a-z0-9-]{0,18}$/;
const NUMBER = /^[1-9][0-9]{0,6}$/;

export interface CommonName {
  username: string;
  device: string;
  n: number;
}

export const isUsername = (text: string): boolean => USERNAME.test(text);
export const isDeviceName = (text: string): boolean => DEVICE_NAME.test(text);
export const isCommonName = (text: string): boolean => parseCommonName(text) !== null;

export const USERNAME_RULE =
  "A username has 1 to 36 characters: small letters a to z, digits, dots and hyphens; it begins with a letter, does not end with a dot and has no two dots in a row.";
export const DEVICE_NAME_RULE =
  "A device name has 1 to 19 characters: small letters a to z, digits and hyphens; it begins with a letter or a digit.";

export const whyNotUsername = (text: string): string | null => (isUsername(text) ? null : USERNAME_RULE);
export const whyNotDeviceName = (text: string): string | null => (isDeviceName(text) ? null : DEVICE_NAME_RULE);

/** The name of the device's nth certificate, n from 1. Throws RangeError on parts outside the grammar. */
export function commonName(username: string, device: string, n: number): string {
  if (!isUsername(username)) throw new RangeError(USERNAME_RULE);
  if (!isDeviceName(device)) throw new RangeError(DEVICE_NAME_RULE);
  if (!NUMBER.test(String(n))) throw new RangeError(`The certificates of a device are counted from 1 to ${MOST_CERTIFICATES}.`);
  return `${username}.${device}.${n}`;
}

/** The parts of a common name, or null when it is not one of ours. */
export function parseCommonName(text: string): CommonName | null {
  const last = text.lastIndexOf(".");
  const middle = text.lastIndexOf(".", last - 1);
  if (middle < 1 || text.length > COMMON_NAME_BYTES) return null;
  const username = text.slice(0, middle);
  const device = text.slice(middle + 1, last);
  const n = text.slice(last + 1);
  return isUsername(username) && isDeviceName(device) && NUMBER.test(n) ? { username, device, n: Number(n) } : null;
}
