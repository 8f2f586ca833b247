import { expect, it } from "vitest";
import { readSearch } from "./search-query";

const nothing = { words: null, ipv4: null, ipv6: [], commonName: null, serial: null };

it.each([
  ["", nothing],
  ["  ,.- ", nothing],
  ["Zoë", { ...nothing, words: "zoe" }],
  ["10.8.", { ...nothing, words: "10 8", ipv4: "10.8.", commonName: "10.8." }],
  ["ann.smith.lap", { ...nothing, words: "ann smith lap", commonName: "ann.smith.lap" }],
  ["FD7A::5", { ...nothing, words: "fd7a 5", ipv6: ["fd7a::5"] }],
  ["fd7a:6ca6:", { ...nothing, words: "fd7a 6ca6", ipv6: ["fd7a:6ca6:"], serial: "fd7a6ca6" }],
  ["fd7a:0:0::10.8.1.5", { ...nothing, words: "fd7a 0 0 10 8 1 5", ipv6: ["fd7a::a08:105", "fd7a:0:0::10.8.1.5"] }],
  ["01:AB:cd:", { ...nothing, words: "01 ab cd", ipv6: ["01:ab:cd:"], serial: "01abcd" }],
  ["facade", { ...nothing, words: "facade", serial: "facade" }],
  ["face", { ...nothing, words: "face" }],
])("reads %j", (search, query) => expect(readSearch(search)).toEqual(query));
