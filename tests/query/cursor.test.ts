// Cursors: what is written is read back, and no changed one is ever taken for another.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint, readCursor, writeCursor } from "../../src/query/cursor.ts";

const QUESTION = fingerprint(["collection=events", "sort=-date"]);
const OTHER = fingerprint(["collection=events", "sort=date"]);
const CURSOR = writeCursor({ value: "2023-10-17", id: "2023-10-17-tokayev-xi-talks" }, QUESTION);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const slug = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,8}$/);
const position = fc.record({ value: fc.option(fc.oneof(slug, fc.string({ maxLength: 60 }))), id: slug });
const question = fc.string().map((text) => fingerprint([text]));

describe("a cursor that was written", () => {
  test("reads back as its position", () => {
    fc.assert(
      fc.property(position, question, (where, asked) => {
        expect(readCursor(writeCursor(where, asked), asked)).toEqual(where);
      }),
    );
  });

  test("is `foreign` to another query", () => {
    expect(readCursor(CURSOR, OTHER)).toBe("foreign");
    fc.assert(
      fc.property(position, question, question, (where, asked, other) => {
        fc.pre(asked !== other);
        expect(readCursor(writeCursor(where, asked), other)).toBe("foreign");
      }),
    );
  });

  test("fits the length limit with the longest sort value and id", () => {
    const where = { value: `1${"9".repeat(49)}`, id: "a".repeat(128) };
    expect(readCursor(writeCursor(where, QUESTION), QUESTION)).toEqual(where);
  });

  test("needs no percent-encoding", () => {
    fc.assert(fc.property(position, (where) => /^[A-Za-z0-9_-]+$/.test(writeCursor(where, QUESTION))));
  });
});

describe("a changed cursor is `broken`", () => {
  /** Neither a position nor "foreign": a cursor that nobody wrote is no cursor of another question either. */
  const refused = (text: string) => expect([text, readCursor(text, QUESTION)]).toEqual([text, "broken"]);

  test("with any one character exchanged", () => {
    for (let at = 0; at < CURSOR.length; at++) {
      for (const other of ALPHABET) {
        if (other !== CURSOR[at]) refused(CURSOR.slice(0, at) + other + CURSOR.slice(at + 1));
      }
    }
  });

  test("with any one bit flipped, in its text and in its decoded bytes", () => {
    const bytes = Buffer.from(CURSOR, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refused(changed.toString("base64url"));
    }
    for (let bit = 0; bit < CURSOR.length * 7; bit++) {
      const at = Math.floor(bit / 7);
      refused(
        CURSOR.slice(0, at) + String.fromCharCode(CURSOR.charCodeAt(at) ^ (1 << (bit % 7))) + CURSOR.slice(at + 1),
      );
    }
  });

  test("with any one byte inserted or deleted, JSON spaces too", () => {
    const bytes = [...Buffer.from(CURSOR, "base64url")];
    for (let at = 0; at <= bytes.length; at++) {
      for (const byte of [0x20, 0x09, 0x0a, 0x00, 0x22, 0x5c, 0x61, 0xff]) {
        refused(Buffer.from(bytes.toSpliced(at, 0, byte)).toString("base64url"));
      }
      if (at < bytes.length) refused(Buffer.from(bytes.toSpliced(at, 1)).toString("base64url"));
    }
  });

  test("cut, doubled, padded or re-encoded", () => {
    for (let at = 0; at < CURSOR.length; at++) refused(CURSOR.slice(0, at));
    const escaped = Buffer.from(CURSOR, "base64url").toString().replace("2023", "\\u0032023");
    for (const wrong of [
      CURSOR + CURSOR,
      `${CURSOR}=`,
      `${CURSOR}==`,
      ` ${CURSOR}`,
      `${CURSOR}\n`,
      Buffer.from(CURSOR, "base64url").toString("base64").replace(/=*$/, "=="),
      Buffer.from(escaped).toString("base64url"),
      encodeURIComponent(Buffer.from(CURSOR, "base64url").toString()),
    ]) {
      if (wrong !== CURSOR) refused(wrong);
    }
  });

  test("with any other edits", () => {
    const change = fc.record({
      at: fc.nat(CURSOR.length),
      remove: fc.nat(4),
      insert: fc.oneof(fc.string({ maxLength: 4 }), fc.base64String({ maxLength: 8 })),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = changes.reduce(
          (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
          CURSOR,
        );
        fc.pre(changed !== CURSOR);
        refused(changed);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["", "x", "null", "[]", "{}", "[null,null,null,null]", "[1,2,3,4]", '["a","b","c","d"]', "[".repeat(700)])(
    "a text that never was a cursor is `broken` too: %j",
    (text) => {
      refused(text);
      refused(Buffer.from(text).toString("base64url"));
    },
  );

  test("a text longer than the limit", () => refused("A".repeat(1_000_000)));
});

test("a fingerprint depends on each of its parts and not on their order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.string(), (parts, more) => {
      expect(fingerprint(parts.toReversed())).toBe(fingerprint(parts));
      expect(fingerprint([...parts, more])).not.toBe(fingerprint(parts));
    }),
  );
});
