import { createSocket } from "node:dgram";
import { connect } from "node:net";
import type { Backend } from "../../lib/nodes/balancer-map";
import { clientReset, isServerReset, type ProbeKey } from "./reset-packet";

type Manner = { key: ProbeKey; sessionId: Uint8Array; now: Date; timeoutMs: number };

/**
 * Asks a node's OpenVPN whether it would begin a session, and goes no further. Over UDP the node keeps nothing of it: its answer is a
 * cookie. A socket of its own each time, so that a change of routes or addresses here is no fault of the node. Never rejects.
 */
export function probe(of: Backend, manner: Manner): Promise<boolean> {
  return new Promise((resolve) => {
    const conversation = of.proto === "udp" ? overUdp : overTcp;
    const end = conversation(of, clientReset(manner.key, manner.sessionId, manner.now), (packet) =>
      done(packet !== null && isServerReset(manner.key, manner.sessionId, packet)),
    );
    // Where this process was late, the answer may lie in the socket already: it is read before the timer is believed.
    const timer = setTimeout(() => setImmediate(() => setImmediate(() => done(false))), manner.timeoutMs);
    let told = false;
    function done(answered: boolean): void {
      if (told) return;
      told = true;
      clearTimeout(timer);
      end();
      resolve(answered);
    }
  });
}

/** `heard` gets a packet, or null when there will be none. Returns what closes the socket. */
type Conversation = (of: Backend, packet: Buffer, heard: (packet: Buffer | null) => void) => () => void;

const overUdp: Conversation = ({ address, port }, packet, heard) => {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("error", () => heard(null));
  socket.on("message", heard);
  // Connected: what another address answers is not heard, and a closed port is known at once.
  socket.connect(port, address, () => socket.send(packet));
  return () => socket.close();
};

/** OpenVPN over TCP: each packet behind its length in two bytes. */
const overTcp: Conversation = ({ address, port }, packet, heard) => {
  const socket = connect({ host: address, port });
  let bytes = Buffer.alloc(0);
  socket.on("error", () => heard(null));
  socket.on("close", () => heard(null));
  socket.on("connect", () => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(packet.length);
    socket.write(Buffer.concat([length, packet]));
  });
  socket.on("data", (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) heard(bytes.subarray(2, 2 + bytes.readUInt16BE(0)));
  });
  return () => socket.destroy();
};
