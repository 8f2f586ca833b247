import { describe, expect, it } from "vitest";
import { configFindings } from "./config-findings";
import { bundle } from "./node-for-tests";

describe("check", () => {
  const config = bundle({ revision: 1 }).payload.files[0]?.content ?? "";
  it("finds nothing in our own server.conf", () => expect(configFindings(config)).toEqual([]));
  it("finds what is missing and what does harm", () => {
    const codes = configFindings(
      `${config.replace("ccd-exclusive\n", "").replace("crl-verify crl.pem\n", "")}duplicate-cn\nclient-to-client\nup /x\n`,
    ).map((one) => one.code);
    expect(codes).toEqual(["ccd-exclusive", "crl-verify", "duplicate-cn", "client-to-client", "script-hook"]);
  });
});
