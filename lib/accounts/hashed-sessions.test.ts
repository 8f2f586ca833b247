import { expect, it } from "vitest";
import { hashToken } from "@/lib/core/token";
import { hashed, restored } from "./hashed-sessions";

it("asks for the hash wherever a token stands, and gives back the token that was asked with (I12)", () => {
  const tokens = new Map<string, string>();
  const at = new Date(0);
  expect(
    hashed(
      {
        where: { AND: [{ token: { equals: "abc" } }, { userId: "u" }], token: { in: ["x", "abc"] } },
        data: { token: "abc", expiresAt: at, select: { token: true } },
      },
      tokens,
    ),
  ).toEqual({
    where: { AND: [{ token: { equals: hashToken("abc") } }, { userId: "u" }], token: { in: [hashToken("x"), hashToken("abc")] } },
    data: { token: hashToken("abc"), expiresAt: at, select: { token: true } },
  });
  expect(restored([{ id: "1", token: hashToken("abc") }, { id: "2", token: hashToken("other") }, null], tokens)).toEqual([
    { id: "1", token: "abc" },
    { id: "2", token: hashToken("other") },
    null,
  ]);
});
