// node udp-hold.mjs PORT TARGET K: a UDP proxy in front of TARGET:1194. Once it has passed K packets of a client on, it
// keeps all that comes, from either side, and says "held"; SIGUSR2 makes it pass on what it kept and all that follows.
import { createSocket } from "node:dgram";

const [port = "0", target = "", k = "0"] = process.argv.slice(2);
/** Source ports of its own, so that the machine's rules can tell its packets from the client's. */
let nextPort = 5101;
let passed = 0;
let released = false;
/** @type {(() => void)[]} */
let kept = [];

const front = createSocket("udp4");
/** @type {Map<number, import("node:dgram").Socket>} */
const backs = new Map();

front.on("message", (packet, { port: client, address }) => {
  const back = backs.get(client) ?? open(client, address);
  passOrKeep(() => back.send(packet, 1194, target));
  passed++;
  if (passed === Number(k)) console.log("held");
});

/** @param {number} client @param {string} address */
function open(client, address) {
  const back = createSocket("udp4").bind(nextPort++);
  back.on("message", (packet) => passOrKeep(() => front.send(packet, client, address)));
  back.on("error", () => undefined);
  backs.set(client, back);
  return back;
}

/** @param {() => void} send */
function passOrKeep(send) {
  if (released || passed < Number(k)) send();
  else kept.push(send);
}

process.on("SIGUSR2", () => {
  released = true;
  for (const send of kept) send();
  kept = [];
  console.log("released");
});
front.bind(Number(port), "127.0.0.1");
