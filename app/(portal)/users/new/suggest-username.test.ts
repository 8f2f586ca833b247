import { expect, it } from "vitest";
import { isUsername } from "@/lib/users/common-name";
import { suggestUsername } from "./suggest-username";

it.each([
  ["Ann Smith", "ann.smith"],
  ["  Zoë O’Brien-Łukasz ", "zoe.obrien-lukasz"],
  ["Jürgen Groß", "juergen.gross"],
  ["3PO, C.", "po.c"],
  ["María José Carreño Quiñones de la Vega", "maria.jose.carreno.quinones.de.la.ve"],
])("suggests for %s the username %s", (name, username) => {
  expect(suggestUsername(name)).toBe(username);
  expect(isUsername(username)).toBe(true);
});

it("suggests nothing where no letter fits", () => expect(suggestUsername("山田")).toBe(""));
