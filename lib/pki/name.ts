// Distinguished names: ours have one common name and nothing else. Browser-safe.
import { oid, seq, set, utf8, type Der } from "./der";

const COMMON_NAME = oid("2.5.4.3");

/** `CN=…` as UTF8String. 64 characters is the limit of X.520 (ub-common-name). */
export function nameOf(commonName: string): Der {
  const length = [...commonName].length;
  if (length < 1 || length > 64) throw new RangeError("a common name has 1 to 64 characters");
  // OpenSSL and OpenVPN print names on one line, and a NUL ends a C string early.
  if (/\p{Cc}/u.test(commonName)) throw new RangeError("a common name has no control characters");
  return seq(set(seq(COMMON_NAME, utf8(commonName))));
}
