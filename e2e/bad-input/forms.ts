import type { FormGround } from "./form-ground";

/** A form as a person finds it: its page, the button that opens it where it is in a dialog, and its own button. */
export type FormRow = {
  at: string | ((on: FormGround) => string | Promise<string>);
  open?: string;
  submit: string;
  /** What is right in the other fields, so that one can be wrong; `n` is never given twice. */
  right?: (n: number) => Record<string, string>;
  /** Fields that are not typed into. */
  leave?: readonly string[];
  /** Other fields that may be to blame when this one is right. */
  also?: readonly string[];
  /** Each try costs a password's hash, or is counted: a few entries. */
  costly?: boolean;
  /** What may be said of the whole form. */
  ofForm?: RegExp;
  signedOut?: boolean;
};

const PASSWORD = "correct horse battery";

/** The page of the first of these. */
async function first({ target }: FormGround, what: "sites" | "remotes"): Promise<string> {
  const [one] = (await target.page("GET", `/api/v1/${what}`)).body[what] as { id: string }[];
  return `/nodes/${what}/${one?.id}`;
}

export const FORMS: Record<string, FormRow> = {
  "add a user": {
    at: "/users/new",
    submit: "Add user",
    right: (n) => ({ name: "Eve", username: `form${n}.person`, email: "", device: "laptop" }),
  },
  "edit a user": { at: "/users/edited/edit", submit: "Save user" },
  "add a device": {
    at: "/users/owner0",
    open: "Add device",
    submit: "Add device",
    right: (n) => ({ name: `d${n}` }),
    ofForm: /devices/,
  },
  "set a leave date": { at: "/users/edited", open: "Set leave date", submit: "Save leave date" },
  "offboard a user": { at: "/users/ann.smith", open: "Offboard user", submit: "Offboard user" },
  "add a node": {
    at: "/nodes/new",
    submit: "Add node",
    right: (n) => ({ name: `form${n}`, address: `form${n}.example.org` }),
  },
  "remove a node": { at: "/nodes/vpn2", open: "Remove node", submit: "Remove node" },
  "add a site": { at: "/nodes/sites", submit: "Add site", ofForm: /100 sites/ },
  "rename a site": { at: (on) => first(on, "sites"), submit: "Rename site" },
  "add a remote": {
    at: "/nodes/remotes/new",
    submit: "Add remote",
    right: (n) => ({ address: `remote${n}.example.org` }),
    also: ["weight"],
  },
  "change a remote": { at: (on) => first(on, "remotes"), submit: "Save remote" },
  "add a load balancer": {
    at: "/nodes/balancers/new",
    submit: "Add load balancer",
    right: (n) => ({ name: `form${n}`, "remote.address": `balancer${n}.example.org` }),
    // None is ticked.
    also: ["nodes"],
  },
  // A life may be too short for the overlap that stands there.
  settings: { at: "/settings", submit: "Review changes", also: ["overlapDays"] },
  "the mail server": {
    at: "/settings/mail",
    submit: "Save mail settings",
    right: () => ({ host: "127.0.0.1", port: "9", security: "none", user: "", password: "", from: "vpn@example.org" }),
    also: ["security", "password"],
  },
  "who is told of alerts": { at: "/settings/mail", submit: "Save alert settings" },
  "a test mail": { at: "/settings/mail", submit: "Send test mail", ofForm: /cannot be reached/ },
  "invite an account": {
    at: "/accounts/invitations",
    open: "Invite account",
    submit: "Invite account",
    right: (n) => ({ email: `form${n}@example.org` }),
  },
  "create a token": { at: "/accounts/tokens", open: "Create token", submit: "Create token", right: (n) => ({ name: `form ${n}` }) },
  // Nobody but spaces is nobody: then nothing was changed.
  "change an account": { at: ({ account }) => `/accounts/${account}`, submit: "Change account", also: ["role"] },
  "change one's password": {
    at: "/account",
    submit: "Change password",
    right: () => ({ current: "not this one at all", password: PASSWORD, again: PASSWORD }),
    leave: ["username"],
    also: ["current", "password", "again"],
    costly: true,
    ofForm: /Too many/,
  },
  "reserve a range": {
    at: "/addresses/reserved",
    submit: "Reserve range",
    right: (n) => ({ first: `10.8.200.${(n % 250) + 1}`, last: "", note: "printers" }),
    also: ["first"],
    ofForm: /reserved/,
  },
  "add a pool": { at: "/addresses/pools/new", submit: "Show what changes", right: () => ({ ipv4: "10.9.0.0/24" }) },
  "change a pool": { at: "/addresses/pools/1", submit: "Show what changes" },
  "the root key's passphrase": {
    at: "/authority",
    submit: "Download root key",
    right: () => ({ passphrase: PASSWORD, again: PASSWORD }),
    also: ["again", "passphrase"],
    costly: true,
  },
  "columns of an import": { at: ({ draft }) => `/users/import/${draft}`, submit: "Update preview" },
  "accept an account invitation": {
    at: ({ joinLink }) => joinLink(),
    submit: "Make account",
    right: () => ({ name: "Eve", password: PASSWORD }),
    leave: ["username"],
    costly: true,
    signedOut: true,
  },
  "make a profile": {
    at: ({ invitation }) => invitation,
    submit: "Make my profile",
    right: () => ({ passphrase: "not the same", again: "as this one" }),
    also: ["again", "passphrase"],
    costly: true,
    signedOut: true,
  },
  "sign in": {
    at: "/sign-in",
    submit: "Sign in",
    right: () => ({ email: "eve@example.org", password: PASSWORD }),
    costly: true,
    ofForm: /password|attempts/i,
    signedOut: true,
  },
};

/** Lists that are searched by their address, and the fields of their forms. */
export const SEARCHES: Record<string, readonly string[]> = {
  "/users": ["q", "state", "connected", "invitation", "devices", "leaves", "sort", "cursor"],
  "/addresses": ["q", "state", "pool", "group", "block", "cursor"],
  "/addresses/reserved": ["cursor"],
  "/accounts": ["q", "role", "cursor"],
  "/accounts/invitations": ["cursor"],
  "/accounts/tokens": ["cursor"],
  "/authority/certificates": ["q", "search", "state", "sort", "order", "cursor"],
  "/authority/crl": ["cursor"],
  "/audit": ["q", "search", "actor", "action", "subject", "from", "to", "cursor"],
  "/audit/refused-sign-ins": ["account", "cursor"],
  "/alerts": ["state", "cursor"],
  "/runs": ["cursor"],
  "/nodes/remotes/outdated": ["cursor"],
  "/nodes/vpn1": ["cursor", "sessions"],
  "/users/ann.smith": ["history", "sessions", "cursor"],
  "/api-reference": ["q"],
  "/sign-in": ["next"],
};
