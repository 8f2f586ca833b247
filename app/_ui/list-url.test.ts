import { expect, it } from "vitest";
import { changedList, listUrl } from "./list-url";

it("keeps what is set, in one order, and leaves out what is empty", () => {
  expect(listUrl("/users", {})).toBe("/users");
  expect(listUrl("/users", { state: "active", q: " ann ", sort: "", cursor: undefined })).toBe("/users?q=ann&state=active");
  expect(listUrl("/users", { q: "a&b=c #/ü" })).toBe("/users?q=a%26b%3Dc+%23%2F%C3%BC");
});

it("begins at the first page when the list is another one", () => {
  expect(changedList("/users", { q: "ann", cursor: "abc", sort: "name" }, { state: "active" })).toBe("/users?q=ann&sort=name&state=active");
  expect(changedList("/users", { q: "ann", cursor: "abc" }, { q: undefined })).toBe("/users");
});
