import { expect, test } from "vitest";
import { methodsIn, readableAddress } from "./stray-requests";

test.each([
  ["/api/v1/users/ann", "/api/v1/users/ann"],
  ["/api/v1/users/%C3%A4?q=%20", "/api/v1/users/%C3%A4?q=%20"],
  ["/api/v1/users/%ff", "/api/v1/users/%EF%BF%BD"],
  ["/api/v1/users/%C3%A4/%c3", "/api/v1/users/%C3%A4/%EF%BF%BD"],
  ["/users/100%", "/users/100%EF%BF%BD"],
  ["/users/%zz?q=%", "/users/%EF%BF%BDzz?q=%EF%BF%BD"],
])("%s is %s", (address, expected) => {
  expect(readableAddress(address)).toBe(expected);
  decodeURIComponent(readableAddress(address));
});

test("the methods of a route are what its file exports", () => {
  const file = 'import x from "y";\nexport const GET = route();\n\nexport async function PATCH() {}\nconst POST = 1;\n';
  expect(methodsIn(file)).toEqual(["GET", "HEAD", "OPTIONS", "PATCH"]);
  expect(methodsIn("export const DELETE = route();")).toEqual(["DELETE", "OPTIONS"]);
});
