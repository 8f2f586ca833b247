// What a server.conf lacks or has too much of, each with its consequence. Pure.
export type Finding = { code: string; sentence: string };

const NEEDS: [line: RegExp, code: string, sentence: string][] = [
  [/^ccd-exclusive$/, "ccd-exclusive", "ccd-exclusive is missing: who has no file gets in all the same, so removing it cuts nobody off."],
  [/^client-config-dir ccd$/, "client-config-dir", "client-config-dir ccd is missing: devices do not get their addresses."],
  [/^crl-verify crl\.pem$/, "crl-verify", "crl-verify crl.pem is missing: revoked certificates get in."],
  [/^remote-cert-tls client$/, "remote-cert-tls", "remote-cert-tls client is missing: a node's certificate could pass for a device's."],
  [/^tls-crypt-v2 tls-crypt-v2\.key/, "tls-crypt-v2", "tls-crypt-v2 is missing: anybody may talk TLS to this port."],
  [/^tls-version-min 1\.[23]$/, "tls-version-min", "tls-version-min 1.2 is missing."],
  [
    /^management management\.sock unix$/,
    "management",
    "The management socket is not where the agent looks for it: no VPN session can be ended at once.",
  ],
  [
    /^management-client-user root$/,
    "management-client-user",
    "management-client-user root is missing: others than root may use the management socket.",
  ],
  [/^topology (subnet|net30)$/, "topology", "topology subnet (or net30) is missing: the addresses in the ccd files mean something else."],
];

const HARMS: [line: RegExp, code: string, sentence: string][] = [
  [/^duplicate-cn\b/, "duplicate-cn", "duplicate-cn lets several people share one certificate and fight for its address."],
  [/^client-to-client\b/, "client-to-client", "client-to-client lets devices talk past the firewall."],
  [/^script-security [2-9]/, "script-security", "script-security above 1 lets OpenVPN run programs."],
  [
    /^(up|down|route-up|route-pre-down|client-connect|client-disconnect|learn-address|auth-user-pass-verify|tls-verify|ipchange|client-crresponse)\b/,
    "script-hook",
    "A script hook runs programs, one at a time, in OpenVPN's only thread.",
  ],
  [/^plugin\b/, "plugin", "plugin loads foreign code into OpenVPN."],
  [/^(config|cd|chroot)\b/, "other-files", "config, cd and chroot make OpenVPN read other files than the ones that were checked."],
  [
    /^(server|server-ipv6|ifconfig-pool|ifconfig-ipv6-pool)\b/,
    "address-pool",
    "An address pool gives addresses to those who have no file, and other people's addresses at that.",
  ],
  [/^management-client-auth\b/, "management-client-auth", "With management-client-auth nobody can log in while the agent is away."],
];

export function configFindings(text: string): Finding[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [
    ...NEEDS.filter(([line]) => !lines.some((one) => line.test(one))),
    ...HARMS.filter(([line]) => lines.some((one) => line.test(one))),
  ].map(([, code, sentence]) => ({ code, sentence }));
}
