// The management socket: one client at a time, and that is the agent (fact 30). It connects again for ever.
import { connect, type Socket } from "node:net";

export type Management = {
  connected(): boolean;
  /** Something accepts on the socket and never greets: another program holds it. */
  taken(): boolean;
  /** The lines of the answer, without the closing END. Rejects when the socket is away or silent for 5 s. */
  command(text: string): Promise<string[]>;
  close(): void;
};

type Waiting = { lines: string[]; resolve(lines: string[]): void; reject(error: Error): void; timer: NodeJS.Timeout };

export function manage(socketPath: () => string, heard: { log(line: string): void; up(): void }): Management {
  let socket: Socket | null = null;
  let greeted = false;
  let taken = false;
  let closed = false;
  const waiting: Waiting[] = [];
  let retry: NodeJS.Timeout | undefined;

  const drop = (one: Socket, sentence: string): void => {
    if (socket !== one) return;
    socket = null;
    greeted = false;
    one.destroy();
    for (const asked of waiting.splice(0)) {
      clearTimeout(asked.timer);
      asked.reject(new Error(sentence));
    }
    if (!closed) retry = setTimeout(open, taken ? 1000 : 100);
  };

  const line = (text: string): void => {
    if (text.startsWith(">")) {
      if (text.startsWith(">INFO:") && !greeted) {
        greeted = true;
        taken = false;
        void command("log on").then(heard.up, () => undefined);
      }
      if (text.startsWith(">LOG:")) heard.log(text.slice(5));
      return;
    }
    const [asked] = waiting;
    if (!asked) return;
    const done = text === "END" || text.startsWith("SUCCESS:") || text.startsWith("ERROR:");
    if (text !== "END") asked.lines.push(text);
    if (!done) return;
    waiting.shift();
    clearTimeout(asked.timer);
    asked.resolve(asked.lines);
  };

  function command(text: string): Promise<string[]> {
    const one = socket;
    if (!one || !greeted) return Promise.reject(new Error("The management socket is not connected."));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => drop(one, "OpenVPN did not answer on the management socket for 5 s."), 5000);
      waiting.push({ lines: [], resolve, reject, timer });
      one.write(`${text}\n`);
    });
  }

  function open(): void {
    const one = connect(socketPath());
    let rest = "";
    const greeting = setTimeout(() => {
      taken = one.readyState === "open";
      drop(one, "The management socket did not greet.");
    }, 3000);
    socket = one;
    one.setEncoding("utf8");
    one.on("data", (chunk: string) => {
      clearTimeout(greeting);
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const text of lines) line(text);
    });
    one.on("error", () => undefined);
    one.on("close", () => {
      clearTimeout(greeting);
      drop(one, "The management socket was closed.");
    });
  }

  open();
  return {
    connected: () => greeted,
    taken: () => taken,
    command,
    close() {
      closed = true;
      clearTimeout(retry);
      if (socket) drop(socket, "The agent ends.");
    },
  };
}
