// Coroutines: what waits for nothing is there at once, what waits is waited for, and failures are thrown where they are met.
import { expect, test } from "vitest";
import { type Awaitable, coroutine, type Steps, start, wait } from "../src/coroutine.ts";

const sum = coroutine(function* (...given: Awaitable<number>[]): Steps<number> {
  let found = 0;
  for (const one of given) found += yield* wait(one);
  return found;
});

const careful = coroutine(function* (make: () => Awaitable<string>): Steps<string> {
  try {
    return yield* wait(make());
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  }
});

const broken = () => {
  throw new Error("broken");
};

test("a coroutine that is given no promise returns its value", () => {
  expect(sum(1, 2, 3)).toBe(6);
  expect(careful(() => "sound")).toBe("sound");
});

test("a coroutine that is given a promise returns a promise, from wherever it comes", async () => {
  for (const given of [
    [Promise.resolve(1), 2],
    [1, Promise.resolve(2)],
    [Promise.resolve(1), Promise.resolve(2)],
  ]) {
    const made = sum(...given);
    expect(made).toBeInstanceOf(Promise);
    expect(await made).toBe(3);
  }
});

test("one coroutine waits for another", async () => {
  expect(sum(sum(1, 2), 3)).toBe(6);
  expect(await sum(sum(1, Promise.resolve(2)), 3)).toBe(6);
});

test("what fails is thrown inside, at once or later", async () => {
  expect(careful(broken)).toBe("failed: broken");
  expect(await careful(async () => broken())).toBe("failed: broken");
});

test("what nobody catches inside is thrown to the caller: at once before the first promise, as a rejection after it", async () => {
  const failing = coroutine(function* (first: Awaitable<number>): Steps<number> {
    yield* wait(first);
    return broken();
  });
  expect(() => failing(1)).toThrow("broken");
  await expect(failing(Promise.resolve(1))).rejects.toThrow("broken");
  await expect(sum(Promise.reject(new Error("lost")))).rejects.toThrow("lost");
});

test("start: the callback hears of a failure, at once or later", async () => {
  const heard: string[] = [];
  const fail = ({ message }: Error) => void heard.push(message);
  start(() => {}, fail);
  start(broken, fail);
  expect(heard).toEqual(["broken"]);
  start(async () => broken(), fail);
  await Promise.resolve().then(() => {});
  expect(heard).toEqual(["broken", "broken"]);
});
