// Export slots: how many exports run at a time, how many of them one client's, and when to come again.
//
// An export holds a reader process (on PostgreSQL, a connection) for as long as its client reads. So slots are few, and
// nobody may take all of them: a client, by address as the rate limit tells clients apart, has at most so many. Clients
// on this machine have no exception here, as they have in the rate limit: all slots could be theirs otherwise.
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../../errors.ts";
import { clientOf } from "../networks.ts";

/** A slot that is taken. */
interface Slot {
  /** Tells that its client has read on. */
  progress(): void;
  /** Gives it back; may be called again. */
  release(): void;
}

interface Running {
  readonly client: string;
  readonly begun: number;
  /** When the client read on for the last time. */
  moved: number;
}

export interface ExportSlots {
  /**
   * A slot for the client of a request.
   * @throws ProblemError 429 where the client has all that it may, 503 where there is none; both with Retry-After
   */
  take(request: Pick<FastifyRequest, "ip">): Slot;
}

interface Options {
  /** Slots in all. */
  readonly most: number;
  /** Of one client; 0 for no limit. */
  readonly ofOneClient: number;
  /** Milliseconds in which a client that does not read is given up. */
  readonly patience: number;
}

/** Exports that have ended, by which those that run are judged. */
const REMEMBERED = 20;
/** Milliseconds without progress after which a client is taken for one that does not read. */
const STALLED = 2_000;
/** Seconds: where nothing is known of how long exports take, and the longest that anybody is told to wait. */
const [UNKNOWN, LONGEST] = [5, 600];

export function exportSlots({ most, ofOneClient, patience }: Options, now = () => performance.now()): ExportSlots {
  const running = new Set<Running>();
  const durations: number[] = [];

  /** Milliseconds that a running export will still take, as far as can be told. */
  function remaining({ begun, moved }: Running): number {
    // Who does not read is given up when the patience is over.
    if (now() - moved > STALLED) return moved + patience - now();
    const age = now() - begun;
    const sorted = durations.toSorted((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length / 2)] ?? UNKNOWN * 1_000;
    // One that has outlasted the usual takes as long again as it has taken.
    return age < usual ? usual - age : age;
  }

  /** Seconds until the first of these is likely to end. */
  function retryAfter(some: readonly Running[]): string {
    const seconds = Math.ceil(Math.min(...some.map(remaining)) / 1_000);
    return String(Math.min(LONGEST, Math.max(1, seconds)));
  }

  return {
    take({ ip }) {
      const client = clientOf(ip);
      const own = [...running].filter((one) => one.client === client);
      if (ofOneClient > 0 && own.length >= ofOneClient) {
        throw new ProblemError("too-many-requests", `A client may have ${ofOneClient} exports at a time.`, {
          headers: { "retry-after": retryAfter(own) },
        });
      }
      if (running.size >= most) {
        throw new ProblemError("overloaded", "As many exports as the server makes at a time are running.", {
          headers: { "retry-after": retryAfter([...running]) },
        });
      }
      const one: Running = { client, begun: now(), moved: now() };
      running.add(one);
      return {
        progress() {
          one.moved = now();
        },
        release() {
          if (!running.delete(one)) return;
          durations.push(now() - one.begun);
          if (durations.length > REMEMBERED) durations.shift();
        },
      };
    },
  };
}
