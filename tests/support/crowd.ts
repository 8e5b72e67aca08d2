// A crowd: clients that ask one request after the other, and what became of each.
import { Agent, get } from "node:http";

export interface Asked {
  /** Null when no whole answer came. */
  readonly status: number | null;
  /** The request as the log names it; of a failed one, the one that was last answered on its connection. */
  readonly id: string | null;
  /** The body, or why there is none. */
  readonly text: string;
}

export interface Crowd {
  readonly asked: readonly Asked[];
  /** Waits until all clients have asked so many more requests each. */
  more(requests: number): Promise<void>;
  /** Lets all end what they do. */
  end(): Promise<readonly Asked[]>;
}

interface Connection {
  last: string | null;
}

function ask(url: string, agent: Agent, known: WeakMap<object, Connection>): Promise<Asked> {
  return new Promise((resolve) => {
    let connection: Connection = { last: null };
    const fail = (error: Error) => resolve({ status: null, id: connection.last, text: String(error) });
    const request = get(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        const id = String(response.headers["x-request-id"]);
        connection.last = id;
        resolve({ status: response.statusCode ?? 0, id, text: Buffer.concat(chunks).toString() });
      });
    });
    request.on("socket", (socket) => {
      connection = known.get(socket) ?? connection;
      known.set(socket, connection);
    });
    request.on("error", fail);
  });
}

/** So many clients begin to ask; each keeps its connection, or makes a new one each time. */
export function crowd(url: string, clients: number, connection: "kept" | "new"): Crowd {
  const asked: Asked[] = [];
  const counts: number[] = Array(clients).fill(0);
  const known = new WeakMap<object, Connection>();
  let ending = false;
  let wake = () => {};
  const running = counts.map(async (_, at) => {
    const agent = new Agent({ keepAlive: connection === "kept", maxSockets: 1 });
    while (!ending) {
      asked.push(await ask(url, agent, known));
      counts[at] = (counts[at] ?? 0) + 1;
      wake();
    }
    agent.destroy();
  });
  return {
    asked,
    async more(requests) {
      const enough = counts.map((count) => count + requests);
      while (counts.some((count, at) => count < (enough[at] ?? 0))) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async end() {
      ending = true;
      await Promise.all(running);
      return asked;
    },
  };
}
