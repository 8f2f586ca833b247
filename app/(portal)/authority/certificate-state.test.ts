import { expect, test } from "vitest";
import { stateOfCertificate } from "./certificate-state";

const now = new Date("2026-11-22T12:00:00Z");
const ends = (days: number) => ({ state: "valid" as const, notAfter: new Date(now.getTime() + days * 86_400_000) });

test("a certificate's state is a word, and one that ends soon says when", () => {
  expect(stateOfCertificate(ends(200), now)).toEqual({ tone: "good", word: "Valid" });
  expect(stateOfCertificate(ends(14), now)).toEqual({ tone: "attention", word: "Ends in 14 days" });
  expect(stateOfCertificate(ends(0.5), now)).toEqual({ tone: "attention", word: "Ends in 1 day" });
  for (const [state, word] of [
    ["revoked", "Revoked"],
    ["expired", "Expired"],
    ["unfinished", "Unfinished"],
  ] as const)
    expect(stateOfCertificate({ ...ends(3), state }, now).word).toBe(word);
});
