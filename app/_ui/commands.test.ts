import { expect, it } from "vitest";
import { PERMISSIONS } from "@/lib/core/permissions";
import { beginVerbs, COMMANDS, findCommands, matches, readVerb } from "./commands";
import { PLACES } from "./places";

const names = (typed: string, allowed: readonly string[] = PERMISSIONS) => findCommands(typed, allowed).map(({ name }) => name);

it("finds by the beginnings of words, in any order, of the name or of other words for it", () => {
  expect(matches("us ad", "Add user")).toBe(true);
  expect(matches("ser", "Add user")).toBe(false);
  expect(names("add us")).toEqual(["Add user"]);
  expect(names("csv")).toEqual(["Import users"]);
  expect(names("user")[0]).toBe("Users");
  expect(names("zzz")).toEqual([]);
});

it("offers nothing that this account may not do", () => {
  expect(names("", [])).not.toContain("Add user");
  expect(names("", ["users.read"])).toContain("Users");
  expect(names("", [])).toEqual(expect.arrayContaining(["Overview", "Your account", "Sign out"]));
});

it("reads a verb before a person's name", () => {
  expect(readVerb("offboard Ann Smith", PERMISSIONS)).toMatchObject({ verb: { button: "Offboard user" }, rest: "Ann Smith" });
  expect(readVerb("add device to bob", PERMISSIONS)).toMatchObject({ verb: { button: "Add device" }, rest: "bob" });
  expect(readVerb("offboard ann", ["users.read"])).toEqual({ verb: null, rest: "offboard ann" });
  expect(readVerb("offboard", PERMISSIONS)).toEqual({ verb: null, rest: "offboard" });
});

it("offers a verb before it is whole, to those who may", () => {
  const begun = (typed: string, allowed: readonly string[] = PERMISSIONS) => beginVerbs(typed, allowed).map(({ word }) => word);
  expect(begun("")).toEqual(["offboard", "suspend", "resume", "edit", "add device to"]);
  expect(begun("offb")).toEqual(["offboard"]);
  expect(begun("user sus")).toEqual(["suspend"]);
  expect(begun("device")).toEqual(["add device to"]);
  expect(begun("offboard ann")).toEqual([]);
  expect(begun("offb", ["users.read"])).toEqual([]);
});

it("has each name and each key once", () => {
  const keys = PLACES.flatMap(({ key }) => (key ? [key] : []));
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
});
