import { expect, test } from "vitest";
import { firstPage } from "./first-page";

test.each([
  ["/accounts?cursor=abc", "/accounts"],
  ["/accounts?q=a%26b&cursor=abc&role=admin", "/accounts?q=a%26b&role=admin"],
  ["/users/ann.smith?history=x&sessions=y", "/users/ann.smith"],
  ["/runs?cursor=", "/runs"],
  ["/runs", null],
  ["/runs?state=open", null],
])("a page of %s that does not exist any more leads to %s", (path, first) => expect(firstPage(path)).toBe(first));

test("it never leads to another host", () => expect(firstPage("/.//evil.example?cursor=x")).toBe("/evil.example"));
