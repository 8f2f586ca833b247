import { expect, it } from "vitest";
import { MailSettingsBody } from "./mail-settings";

const good = {
  version: 1,
  host: "smtp.example.org",
  port: 587,
  security: "starttls",
  user: "vpn",
  from: "vpn@example.org",
  mailUsers: true,
};
const why = (over: object) => {
  const parsed = MailSettingsBody.safeParse({ ...good, ...over });
  return parsed.success ? null : `${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`;
};

it.each([
  [{}],
  [{ host: "10.0.0.25" }],
  [{ host: "2001:db8::25" }],
  [{ host: "", from: "" }],
  [{ host: " smtp.example.org " }],
  [{ security: "none", user: "" }],
  [{ security: "none", host: "127.0.0.1" }],
  [{ password: "pässword with spaces" }],
])("takes %j", (over) => expect(why(over)).toBeNull());

it.each([
  [{ host: "smtp example" }, "host: "],
  [{ host: "smtp.example.org\r\nQUIT" }, "host: "],
  [{ host: "https://smtp.example.org" }, "host: "],
  [{ host: "-x.example.org" }, "host: "],
  [{ port: 0 }, "port: "],
  [{ port: 65536 }, "port: "],
  [{ port: 2.5 }, "port: "],
  [{ security: "ssl" }, "security: "],
  [{ security: "none" }, "security: Without TLS"],
  [{ from: "nobody" }, "from: "],
  [{ from: "a@example.org, b@example.org" }, "from: "],
  [{ from: "Ann <ann@example.org>" }, "from: "],
  [{ from: "" }, "from: Enter the address"],
  [{ user: "a\nb" }, "user: "],
  [{ password: "a\u0000b" }, "password: "],
  [{ mailUsers: "yes" }, "mailUsers: "],
  [{ version: undefined }, "version: "],
])("refuses %j with a sentence about its field", (over, begins) => expect(why(over)).toMatch(new RegExp(`^${begins}.{10}`)));
