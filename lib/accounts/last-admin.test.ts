import { expect, it } from "vitest";
import { leavesNoAdmin } from "./last-admin";

const account = (id: string, role: "admin" | "operator" | "none") => ({ id, role });

it.each([
  ["the only admin", [account("a", "admin"), account("b", "operator")], ["a"], true],
  ["one of two", [account("a", "admin"), account("b", "admin")], ["a"], false],
  ["both of two", [account("a", "admin"), account("b", "admin")], ["a", "b"], true],
  ["somebody else", [account("a", "admin"), account("b", "operator")], ["b"], false],
  ["nobody", [account("a", "admin")], [], false],
  ["no admin there at all", [account("b", "none")], ["b"], false],
] as const)("%s", (_name, accounts, leaving, none) => expect(leavesNoAdmin(accounts, leaving)).toBe(none));
