import Link from "next/link";
import type { Tone } from "@/app/_ui/state";
import { BOX_HEIGHT, sessions, shortened, type Box, type Picture } from "./picture";

const EDGES: Record<Tone, string> = {
  neutral: "stroke-edge",
  good: "stroke-edge",
  attention: "stroke-attention",
  bad: "stroke-bad",
  muted: "stroke-edge",
};
const DOTS: Record<Tone, string> = {
  neutral: "fill-text-soft",
  good: "fill-good",
  attention: "fill-attention",
  bad: "fill-bad",
  muted: "fill-line stroke-edge",
};
const WORDS: Record<Tone, string> = {
  neutral: "fill-text-soft",
  good: "fill-text-soft",
  attention: "fill-attention",
  bad: "fill-bad",
  muted: "fill-text-soft",
};

/** Drawn on the server, without script; on a phone it is moved by the finger, or by the arrow keys. */
export function ClusterPicture({ picture, total }: { picture: Picture; total: number }) {
  const { width, height, clients, core, sites, nodes, balancers, lines } = picture;
  return (
    <div role="region" aria-label="Cluster picture" tabIndex={0} className="overflow-x-auto rounded-card border bg-surface">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={`Clients, load balancers, nodes and the company’s network: ${sessions(total)}. The tables below say the same.`}
        className="mx-auto block max-w-none text-small"
      >
        {sites.map((site) => (
          <g key={site.name}>
            <rect {...frame(site)} rx={8} className="fill-bg stroke-line" />
            <text x={site.x + 12} y={site.y + 19} className="fill-text-soft font-mono">
              <title>{site.name}</title>
              {shortened(site.name, 26)}
            </text>
          </g>
        ))}
        {lines.map(({ key, path, width: thick, look, title }) => (
          <path
            key={key}
            d={path}
            fill="none"
            strokeWidth={thick}
            strokeLinecap="round"
            strokeDasharray={look === "closed" ? "2 6" : undefined}
            className={look === "closed" ? "stroke-edge" : "stroke-accent opacity-60"}
          >
            <title>{title}</title>
          </path>
        ))}
        <End box={clients} name="Clients" words={sessions(total)} />
        <End box={core} name="Company" words="network" />
        {balancers.map(({ balancer, ...box }) => (
          <Thing key={balancer.name} box={box} href={`/nodes/balancers/${balancer.name}`} {...balancer} most={18} />
        ))}
        {nodes.map(({ node, ...box }) => (
          <Thing key={node.name} box={box} href={`/nodes/${node.name}`} {...node} count={node.vpnSessions} most={24} />
        ))}
      </svg>
    </div>
  );
}

const frame = ({ x, y, width, height }: Box) => ({ x, y, width, height });

function End({ box, name, words }: { box: Box; name: string; words: string }) {
  return (
    <g>
      <rect {...frame(box)} rx={8} className="fill-surface stroke-edge" />
      <text x={box.x + box.width / 2} y={box.y + 20} textAnchor="middle" className="fill-text font-strong">
        {name}
      </text>
      <text x={box.x + box.width / 2} y={box.y + 38} textAnchor="middle" className="fill-text-soft">
        {words}
      </text>
    </g>
  );
}

type ThingProps = { box: Box; href: string; name: string; tone: Tone; word: string; count?: number; most: number };

/** A node or a load balancer: its name, its state in a word, and how many are connected to it. */
function Thing({ box, href, name, tone, word, count, most }: ThingProps) {
  const label = `${name}: ${word}${count === undefined ? "" : `, ${sessions(count)}`}`;
  return (
    <Link href={href} prefetch={false} aria-label={label}>
      <title>{label}</title>
      <rect
        {...frame(box)}
        height={BOX_HEIGHT}
        rx={8}
        strokeWidth={tone === "bad" || tone === "attention" ? 2 : 1}
        strokeDasharray={tone === "muted" ? "4 3" : undefined}
        className={`fill-surface ${EDGES[tone]}`}
      />
      <text x={box.x + 12} y={box.y + 20} className="fill-text font-strong">
        {shortened(name, count === undefined ? most : most - 4)}
      </text>
      {count === undefined ? null : (
        <text x={box.x + box.width - 12} y={box.y + 20} textAnchor="end" className="fill-text font-strong tabular-nums">
          {count.toLocaleString("en-GB")}
        </text>
      )}
      <circle cx={box.x + 16} cy={box.y + 34} r={4} className={DOTS[tone]} />
      <text x={box.x + 26} y={box.y + 38} className={WORDS[tone]}>
        {shortened(word, most)}
      </text>
    </Link>
  );
}
