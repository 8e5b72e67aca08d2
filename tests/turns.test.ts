// Turns: long work is done in pieces, one in each round of the event loop, and what is to be begun has every second turn.
import { expect, test } from "vitest";
import { giveWay, inTurns, isTurnOver, nextToBegin, nextTurn } from "../src/turns.ts";

/** Uses up a turn, which has begun. */
function work(): void {
  while (!isTurnOver());
}

test("inTurns: several works take turns, and each round of the event loop has one of them", async () => {
  const done: string[] = [];
  let isOver = false;
  const round = () => {
    if (isOver) return;
    done.push("round");
    setImmediate(round);
  };
  const make = (name: string) => (item: number) => {
    work();
    done.push(`${name}${item}`);
    return item * 10;
  };
  setImmediate(round);
  const made = await Promise.all([inTurns([1, 2, 3], make("a")), inTurns([1, 2, 3], make("b"))]);
  isOver = true;
  expect(made).toEqual([
    [10, 20, 30],
    [10, 20, 30],
  ]);
  expect(done.filter((one) => one !== "round")).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  expect(done.join(" ")).not.toMatch(/[ab]\d [ab]\d/);
});

test("inTurns: what `make` throws is thrown, and others get their turn after it", async () => {
  const failing = inTurns([1, 2], (item) => {
    work();
    if (item === 2) throw new Error("broken");
    return item;
  });
  const [failed, made] = await Promise.allSettled([failing, inTurns([1, 2], (item) => item)]);
  expect(failed).toMatchObject({ status: "rejected", reason: { message: "broken" } });
  expect(made).toEqual({ status: "fulfilled", value: [1, 2] });
});

test("what is to be begun has every second turn, however much goes on", async () => {
  const done: string[] = [];
  const goOn = async (name: string) => {
    for (let at = 0; at < 3; at++) {
      await nextTurn();
      done.push(name);
    }
  };
  let begun = 0;
  const begin = () => {
    done.push("begun");
    if (++begun < 3) nextToBegin(begin);
  };
  const all = [goOn("a"), goOn("b")];
  nextToBegin(begin);
  await Promise.all(all);
  // Which comes first is left open.
  const from = done.indexOf("begun");
  expect(done.slice(from, from + 5).map((one) => one === "begun")).toEqual([true, false, true, false, true]);
  expect(done.filter((one) => one !== "begun")).toEqual(["a", "b", "a", "b", "a", "b"]);
});

test("giveWay waits for a turn only where the last one is over", async () => {
  await nextTurn();
  expect([isTurnOver(), giveWay()]).toEqual([false, undefined]);
  work();
  expect([isTurnOver(), giveWay()]).toEqual([true, expect.any(Promise)]);
});

test("nextToBegin: what two servers of one process are to begin is begun, each in its turn", async () => {
  const begun: string[] = [];
  await new Promise<void>((resolve) => {
    nextToBegin(() => begun.push("one"));
    nextToBegin(() => {
      begun.push("two");
      resolve();
    });
  });
  expect(begun).toEqual(["one", "two"]);
});
