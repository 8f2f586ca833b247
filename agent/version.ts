/** The project's version: a test holds it to package.json. */
export const AGENT_VERSION = "0.3.0";
/** The first that has the TLS and cookie options of our server.conf. */
export const OLDEST_OPENVPN = [2, 6] as const;
