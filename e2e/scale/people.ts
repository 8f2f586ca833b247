import { pairAt, type Ranges } from "../../lib/addresses/pool";

const FIRST =
  "Ann Bob Carla Dmitri Élodie Fatima George Hana Igor Julia Kofi Lena Mateo Nadia Ole Priya Quentin Rosa Søren Tara Umar Vera Wei Ximena Yara Zoë".split(
    " ",
  );
const LAST =
  "Abel Becker Costa Dubois Eriksen Fischer García Huber Ito Jansen Kowalski López Müller Novák Okafor Petrov Quist Rossi Smith Tanaka Ullrich Vogel Weber Xu Yilmaz Zimmermann".split(
    " ",
  );

export type Person = {
  n: number;
  username: string;
  name: string;
  email: string;
  state: "active" | "suspended" | "offboarded";
  at: Date;
  ipv4: string;
  ipv6: string;
  index: number;
};

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ø/g, "o").toLowerCase();

/** The n-th person of a company: the same one each time. Every tenth has left, every thirtieth is suspended. */
export function person(n: number, pool: Ranges, start: Date): Person {
  const first = FIRST[n % FIRST.length] ?? "Ann";
  const last = LAST[Math.floor(n / FIRST.length) % LAST.length] ?? "Smith";
  const username = `${plain(first)}.${plain(last)}${n}`.replace(/[^a-z0-9.]/g, "");
  const index = n + 2;
  const { ipv4, ipv6 } = pairAt({ ...pool, topology: "subnet" }, index);
  const state = n % 10 === 3 ? "offboarded" : n % 30 === 7 ? "suspended" : "active";
  return {
    n,
    username,
    name: `${first} ${last}`,
    email: `${username}@example.org`,
    state,
    at: new Date(start.getTime() + n * 1000),
    ipv4,
    ipv6,
    index,
  };
}
