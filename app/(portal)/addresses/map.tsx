import { Section } from "@/app/_ui/page-head";
import { listUrl } from "@/app/_ui/list-url";
import { fillOf, type Counts } from "@/lib/addresses/blocks";
import type { AddressMap, MapBlock, MapCell } from "@/lib/addresses/read-map";

const CELL =
  "flex h-7 items-center justify-center rounded-control border text-small tabular-nums no-underline focus-visible:relative focus-visible:z-10";
const LOOKS = {
  none: "border-transparent text-text-soft",
  free: "border-line bg-surface text-text-soft hover:border-edge",
  some: "border-accent bg-surface text-accent",
  most: "border-2 border-accent bg-surface font-strong text-accent",
  full: "border-accent bg-accent font-strong text-bg",
  assigned: "border-accent bg-accent font-strong text-bg",
  quarantined: "border-attention bg-surface font-strong text-attention",
  reserved: "border-dashed border-edge bg-surface text-text",
} as const;
const LETTERS = { none: "–", free: "", assigned: "A", quarantined: "Q", reserved: "R" } as const;
const WORDS = {
  none: "not for devices",
  free: "free",
  assigned: "assigned",
  quarantined: "in quarantine",
  reserved: "reserved",
} as const;

/**
 * The pool as cells, one step at a time: 16,384 addresses, 128, one. Plain links: nothing of it needs script, and every step has an
 * address of its own. What a cell says by its look it also says in a letter or a number, and in words to whoever asks.
 */
export function AddressMapSection({ map, several }: { map: AddressMap; several: boolean }) {
  const pool = several ? String(map.pool.id) : undefined;
  const at = (step: { group?: number; block?: number }) =>
    `${listUrl("/addresses", { pool, group: step.group?.toString(), block: step.block?.toString() })}#map`;
  const cells = map.block !== null;
  const unit = map.pool.topology === "net30" ? "/30s" : "addresses";
  const here = cells ? map.blocks.find(({ block }) => block === map.block) : map.groups[map.group];
  return (
    <Section
      id="map"
      title={several ? `Map of ${map.pool.ipv4}` : "Map"}
      beside={
        <a href="#pairs" className="sr-only focus:not-sr-only">
          Skip to the table
        </a>
      }
    >
      {map.groups.length > 0 ? (
        <>
          <p className="mb-2 text-small text-text-soft">Each of these is 16,384 {unit}; below is the one with the arrow.</p>
          <Grid label={`Groups of 16,384 ${unit}`}>
            {map.groups.map((group) => (
              <Block key={group.block} of={group} current={group.block === map.group} href={at({ group: group.block })} />
            ))}
          </Grid>
        </>
      ) : null}
      {map.blocks.length > 0 && !cells ? (
        <>
          <Where of={here} up={null} />
          <Grid label={`Blocks of 128 ${unit}`}>
            {map.blocks.map((block) => (
              <Block key={block.block} of={block} current={false} href={at({ block: block.block })} />
            ))}
          </Grid>
          <p className="mt-2 text-small text-text-soft">
            A cell is 128 {unit}; its number is how many are taken. Open one to see each of them.
          </p>
        </>
      ) : null}
      {cells ? (
        <>
          <Where of={here} up={map.blocks.length > 0 ? at({ group: map.group }) : null} />
          <Grid label="Addresses">
            {map.cells.map((cell) => (
              <Address key={cell.index} cell={cell} />
            ))}
          </Grid>
          <p className="mt-2 text-small text-text-soft">
            Empty cells are free. A: assigned, Q: in quarantine, R: reserved, –: not for devices.
          </p>
        </>
      ) : null}
    </Section>
  );
}

function Grid({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <ul aria-label={label} className="grid max-w-[720px] grid-cols-8 gap-1 sm:grid-cols-16">
      {children}
    </ul>
  );
}

function Where({ of, up }: { of: MapBlock | undefined; up: string | null }) {
  if (!of && !up) return null;
  return (
    <p className="my-2 flex flex-wrap gap-x-4 text-small">
      {of ? (
        <span className="font-mono">
          {of.first} – {of.last}
        </span>
      ) : null}
      {up ? (
        <a href={up} className="text-accent underline-offset-2 hover:underline">
          Show all blocks
        </a>
      ) : null}
    </p>
  );
}

function Block({ of, current, href }: { of: MapBlock; current: boolean; href: string }) {
  const taken = of.assigned + of.quarantined + of.reserved;
  const words = `${of.first} to ${of.last}: ${inWords(of)}`;
  return (
    <li>
      <a
        href={href}
        title={words}
        aria-label={words}
        aria-current={current ? "true" : undefined}
        className={`${CELL} ${LOOKS[fillOf(of)]}`}
      >
        {current ? <span aria-hidden="true">▸</span> : null}
        {taken > 999 ? `${Math.floor(taken / 1000)}k` : taken > 0 ? taken : ""}
      </a>
    </li>
  );
}

function inWords({ assigned, quarantined, reserved, free }: Counts): string {
  return `${assigned} assigned, ${quarantined} in quarantine, ${reserved} reserved, ${free} free`;
}

function Address({ cell }: { cell: MapCell }) {
  const who = cell.username ? `assigned to ${cell.username}, ${cell.device}` : WORDS[cell.state];
  const words = `${cell.ipv4}: ${who}`;
  const look = `${CELL} ${LOOKS[cell.state]}`;
  return (
    <li>
      {cell.state === "none" ? (
        <span title={words} className={look}>
          <span aria-hidden="true">{LETTERS.none}</span>
          <span className="sr-only">{words}</span>
        </span>
      ) : (
        <a href={`/addresses/${cell.ipv4}`} title={words} aria-label={words} className={look}>
          {LETTERS[cell.state]}
        </a>
      )}
    </li>
  );
}
