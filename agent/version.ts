/** The agent's version: the project's, put in by the bundler where it knows better. */
export const AGENT_VERSION = "0.1.0";
/** 2.5 has no tls-crypt-v2 cookies and no per-client log lines that the agent could follow. */
export const OLDEST_OPENVPN = [2, 6] as const;
