// Export slots: when a refused client is told to come again.
import { expect, test } from "vitest";
import { ProblemError } from "../../src/errors.ts";
import { exportSlots } from "../../src/plugins/load/export-slots.ts";

const PATIENCE = 90_000;

function slots(most: number, ofOneClient: number) {
  let now = 0;
  const made = exportSlots({ most, ofOneClient, patience: PATIENCE }, () => now);
  return {
    take: (ip: string) => made.take({ ip }),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** The code of a refusal, and its seconds. */
    refused(ip: string): [string, number] {
      try {
        made.take({ ip }).release();
      } catch (error) {
        if (error instanceof ProblemError) return [error.code, Number(error.headers["retry-after"])];
      }
      throw new Error("it was not refused");
    },
  };
}

test("Retry-After: as long as exports took that have ended, less what the oldest has taken", () => {
  const { take, pass, refused } = slots(1, 0);
  const first = take("192.0.2.1");
  pass(20_000);
  first.release();
  const second = take("192.0.2.1");
  pass(5_000);
  second.progress();
  expect(refused("192.0.2.2")).toEqual(["overloaded", 15]);
  // It has outlasted them: as long again.
  pass(20_000);
  second.progress();
  expect(refused("192.0.2.2")).toEqual(["overloaded", 25]);
});

test("Retry-After: an export that is not read ends when SEND_TIMEOUT is over", () => {
  const { take, pass, refused } = slots(2, 0);
  take("192.0.2.1").progress();
  pass(30_000);
  const other = take("192.0.2.1");
  pass(30_000);
  other.progress();
  expect(refused("192.0.2.2")).toEqual(["overloaded", 30]);
});

test("a client is an address, or the /64 of one of IPv6; a slot that is given back twice counts once", () => {
  const { take, refused } = slots(3, 1);
  const slot = take("2001:db8:1:2::1");
  expect(refused("2001:db8:1:2:ffff::2")[0]).toBe("too-many-requests");
  take("2001:db8:1:3::1");
  take("192.0.2.1");
  expect(refused("192.0.2.2")[0]).toBe("overloaded");
  slot.release();
  slot.release();
  take("192.0.2.2");
  expect(refused("192.0.2.3")[0]).toBe("overloaded");
});
