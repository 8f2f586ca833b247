import { expect, test } from "vitest";
import { USERNAME } from "../lib/users/common-name";
import { employees } from "./employees";
import { MOST } from "./plan";

test("everybody of the largest company has a username of their own, which the portal takes", () => {
  const people = employees(MOST.people);
  expect(new Set(people.map(({ username }) => username)).size).toBe(MOST.people);
  expect(people.filter(({ username }) => !USERNAME.test(username))).toEqual([]);
});
