// The people of a made-up company: the same ones each time. Pure.

const FIRST =
  "Ada Ben Chiara Dag Esra Finn Greta Hugo Ines Jan Kemal Lea Milan Noor Oskar Paula Rafael Selma Theo Ulla Viktor Wanda Xenia Yusuf Zoe Anton Britta Carlos Daria Emil".split(
    " ",
  );
const LAST =
  "Adler Bauer Conti Dahl Ekström Ferrari Gruber Haas Ivanov Jung Krüger Lang Moreau Nilsson Otto Peters Quandt Richter Sauer Thiel Unger Voss Wolf Yildiz Zimmer Brandt Castro Dietz Engel Frank".split(
    " ",
  );

export type Employee = { name: string; username: string };

export function employees(count: number): Employee[] {
  return Array.from({ length: count }, (_, index) => {
    const first = FIRST[index % FIRST.length] ?? "";
    // Shifted by one each time round, so that neighbours in a list have different names.
    const last = LAST[(index + Math.floor(index / FIRST.length)) % LAST.length] ?? "";
    const round = Math.floor(index / (FIRST.length * LAST.length));
    return { name: `${first} ${last}`, username: `${plain(first)}.${plain(last)}${round === 0 ? "" : round + 1}` };
  });
}

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
