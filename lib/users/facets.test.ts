import { expect, it } from "vitest";
import { facetsOf } from "./facets";

it.each([
  [{}, null],
  [{ state: "active", connected: "no", invitation: "none", leaves: "no", devices: "some" }, [1]],
  [{ state: "suspended", connected: "yes", invitation: "unused", leaves: "soon", devices: "some" }, [31]],
  [{ invitation: "unused", connected: "no", leaves: "yes", devices: "none" }, [6, 22]],
  [{ state: "offboarded", connected: "no", leaves: "no", devices: "none" }, [32, 36]],
] as const)("%j allows the numbers %j", (filter, facets) => expect(facetsOf(filter)).toEqual(facets));

it("one filter and its opposite together are everybody, and have nobody in common", () => {
  for (const [one, other] of [
    [{ connected: "yes" }, { connected: "no" }],
    [{ invitation: "unused" }, { invitation: "none" }],
  ] as const) {
    const all = [...(facetsOf(one) ?? []), ...(facetsOf(other) ?? [])];
    expect(all.toSorted((a, b) => a - b)).toEqual([...Array(48).keys()]);
  }
});
